"""Two guests prove one address at the same moment."""

import pytest

from accounts.models import User
from hackathons import joining
from tests.factories import HackathonFactory, MembershipFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "wanjiru@example.org"


def test_one_becomes_the_account_and_the_other_joins_it() -> None:
    event = HackathonFactory()
    guests = [MembershipFactory(hackathon=event, guest=True).person for _ in range(2)]

    accounts = at_once(*(lambda g=guest: joining.keep(g, ADDRESS) for guest in guests))

    assert accounts[0] == accounts[1]
    assert User.objects.filter(is_guest=False).get() == accounts[0]
    assert User.objects.get(merged_into=accounts[0]) in guests
    assert event.memberships.filter(person=accounts[0]).count() == 1

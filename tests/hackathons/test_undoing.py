"""A moderator undoes a hackathon, after a list of what would happen."""

import pytest
from django.test import Client

from accounts.models import User
from catalogue.models import EntryStatus
from contributions import actions
from contributions.actions import Why
from contributions.models import Batch, LateChange
from tests.factories import HackathonFactory, ToolFactory, UserFactory
from tests.gathering import add, improve

pytestmark = pytest.mark.django_db
PAGE = "/admin/contributions/batch/undo/"


def test_undo_of_a_hackathon_takes_back_what_was_made_at_it(
    client: Client, moderator: User
) -> None:
    hackathon = HackathonFactory(name="Open day", closed=True)
    kept, late, other = (ToolFactory(licence="MIT") for _ in range(3))
    added = add(hackathon, "Rubbish", by=UserFactory())
    improve(hackathon, kept, by=UserFactory(), licence="Zlib")
    actions.edit(other, {"licence": "ISC"}, Why(by=UserFactory()))
    attached = actions.edit(late, {"licence": "ISC"}, Why(by=UserFactory()))
    LateChange.objects.create(
        change=attached, occasion=hackathon.occasion, person=moderator
    )
    client.force_login(moderator)
    address = f"{PAGE}?occasion={hackathon.pk}"
    plan = client.get(address).context["plan"]

    client.post(address, {"comment": "All of it.", "seen": plan.fingerprint})

    for tool in (added, kept, late, other):
        tool.refresh_from_db()
    assert Batch.objects.count() == 1
    assert added.status == EntryStatus.HIDDEN
    assert [tool.licence for tool in (kept, late, other)] == ["MIT", "MIT", "ISC"]

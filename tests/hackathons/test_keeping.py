import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from accounts.models import User
from contributions import actions
from contributions.actions import Why
from contributions.models import Change, Draft
from hackathons.models import Hackathon, Membership
from tests.factories import HackathonFactory, ToolFactory, UserFactory
from tests.forms import send

pytestmark = pytest.mark.django_db
KEEP = "/en/hackathons/keep/"
CODE = "/en/hackathons/keep/code/"
ADDRESS = "wanjiru@example.org"


@pytest.fixture
def event() -> Hackathon:
    return HackathonFactory(name="Open day", code="7F3K")


@pytest.fixture
def guest(client: Client, event: Hackathon) -> User:
    client.post("/en/hackathons/join/7F3K/", {"display_name": "Wanjiru"})
    return User.objects.get(display_name="Wanjiru")


@pytest.fixture
def account() -> User:
    person = UserFactory(username="account", display_name="W. Kamau", email=ADDRESS)
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
    return person


def code_by_mail() -> str:
    [code] = re.findall(r"^[A-Z0-9-]{6,9}$", mail.outbox[-1].body, re.MULTILINE)
    return code


def prove(client: Client) -> Any:
    send(client, KEEP, email=ADDRESS)
    return send(client, CODE, code=code_by_mail())


def test_guest_with_an_address_becomes_a_contributor(
    client: Client, guest: User
) -> None:
    change = actions.edit(ToolFactory(), {"licence": "MIT"}, Why(guest))
    assert change

    response = prove(client)

    guest.refresh_from_db()
    assert response["Location"] == "/en/profile/"
    assert not guest.is_guest
    assert EmailAddress.objects.get(user=guest).verified
    change.refresh_from_db()
    assert change.person == guest


def test_guest_signs_in_on_another_device_afterwards(
    client: Client, guest: User
) -> None:
    prove(client)
    device = Client()
    device.post("/en/account/login/code/", {"email": ADDRESS})
    device.post("/en/account/login/code/confirm/", {"code": code_by_mail()})

    assert b"Wanjiru" in device.get("/en/profile/").content


def test_guest_whose_address_has_an_account_joins_it(
    client: Client, guest: User, account: User, event: Hackathon
) -> None:
    tool = ToolFactory(name="Decidim")
    change = actions.edit(tool, {"licence": "MIT"}, Why(guest))
    Draft.objects.create(kind="tool", person=guest)
    assert change

    prove(client)

    guest.refresh_from_db()
    change.refresh_from_db()
    assert (guest.merged_into, guest.is_active) == (account, False)
    assert change.person == guest
    assert client.session["_auth_user_id"] == str(account.pk)
    assert Membership.objects.get().person == account
    assert Draft.objects.get().person == account
    assert "W. Kamau" in client.get("/en/tools/decidim/history/").content.decode()


def test_account_shows_what_was_done_as_a_guest(
    client: Client, guest: User, account: User
) -> None:
    actions.edit(ToolFactory(name="Decidim"), {"licence": "MIT"}, Why(guest))

    prove(client)

    for page in ("/en/people/account/", "/en/changes/?person=account", "/en/profile/"):
        assert "Decidim" in client.get(page).content.decode()


def test_page_of_a_guest_leads_to_their_account(
    client: Client, guest: User, account: User
) -> None:
    prove(client)

    page = client.get(f"/en/people/{guest.username}/")

    assert (page.status_code, page["Location"]) == (301, "/en/people/account/")


def test_page_of_a_guest_does_not_name_an_account_that_is_not_public(
    client: Client, guest: User, account: User
) -> None:
    User.objects.filter(pk=account.pk).update(is_public=False)

    prove(client)

    assert client.get(f"/en/people/{guest.username}/").status_code == 404


def test_work_goes_on_at_the_hackathon_after_joining_an_account(
    client: Client, guest: User, account: User, event: Hackathon
) -> None:
    prove(client)

    send(client, "/en/tools/add/", name="Decidim", summary="Asks inhabitants.")

    change = Change.objects.get()
    assert (change.person, change.occasion) == (account, event.occasion)


def test_other_devices_of_a_merged_guest_are_signed_out(
    client: Client, guest: User, account: User
) -> None:
    other = Client()
    other.force_login(guest)

    prove(client)

    assert other.get("/en/profile/").status_code == 302


def test_wrong_codes_end_the_proof(client: Client, guest: User) -> None:
    send(client, KEEP, email=ADDRESS)
    right = code_by_mail()

    answers = [client.post(CODE, {"code": "WRONG"}).status_code for _ in range(3)]

    assert answers == [422, 422, 302]
    assert client.post(CODE, {"code": right})["Location"] == KEEP
    guest.refresh_from_db()
    assert guest.is_guest


def test_codes_sent_to_one_address_are_limited(client: Client, guest: User) -> None:
    answers = [send(client, KEEP, email=ADDRESS).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 422]


def test_closed_account_takes_nobody_over(
    client: Client, guest: User, account: User
) -> None:
    User.objects.filter(pk=account.pk).update(is_active=False)

    prove(client)

    guest.refresh_from_db()
    assert guest.is_guest
    assert b"The account with this address is closed." in client.get(KEEP).content


def test_second_factor_of_the_account_is_asked_for(
    client: Client, guest: User, account: User
) -> None:
    TOTP.activate(account, generate_totp_secret())

    response = prove(client)

    assert response["Location"].startswith("/en/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session

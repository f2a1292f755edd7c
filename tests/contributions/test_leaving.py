"""A person takes everything along, and leaves the catalogue whole."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from accounts.models import User
from catalogue.models import Collection
from contributions.models import Affiliation, Change, Draft, Suggestion
from tests.accounts.signing import ADA, PASSWORD, give_password, is_signed_in, person
from tests.browsing import page, words
from tests.factories import OrganizationFactory, ToolFactory

pytestmark = pytest.mark.django_db
DELETE, EXPORT = "/en/profile/delete/", "/en/profile/export/"


@pytest.fixture
def ada(client) -> User:
    """Somebody signed in, with something of everything."""
    ada = person(password=PASSWORD, username="x7k2", is_organizer=True)
    give_password(client, PASSWORD)
    tool = ToolFactory(name="Decidim", by=ada)
    Affiliation.objects.create(person=ada, organization=OrganizationFactory())
    Draft.objects.create(person=ada, kind="tool", name="Half a tool")
    Suggestion.objects.create(
        person=ada, kind="tool", name="Idea", content={"name": "Idea"}, email=ADA
    )
    Collection.objects.create(person=ada, title="Mine", slug="mine")
    ours = Collection.objects.create(
        person=ada, title="Ours", slug="ours", is_public=True
    )
    ours.items.create(entry=tool, place=1, note="Good")
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "hush"})
    SocialAccount.objects.create(user=ada, provider="town", uid="1")
    return ada


def test_export_holds_everything_about_a_person(client, ada):
    response = client.get(EXPORT)

    assert "attachment" in response["Content-Disposition"]
    told = json.loads(response.content)
    assert told["profile"]["email"] == ADA
    assert told["email_addresses"][0]["email"] == ADA
    assert told["affiliation"]
    assert told["changes"][0]["fields"]["name"] == {"from": "", "to": "Decidim"}
    assert told["drafts"][0]["name"] == "Half a tool"
    assert told["suggestions"][0]["content"] == {"name": "Idea"}
    assert [c["title"] for c in told["collections"]] == ["Mine", "Ours"]
    assert told["collections"][1]["entries"][0]["note"] == "Good"
    assert told["sign_in"]["methods"][0]["type"] == "totp"
    assert told["sign_in"]["services"][0]["provider"] == "town"
    assert told["sign_in"]["sessions"][0]["ip"] == "127.0.0.1"


def test_export_holds_no_secret_and_nothing_of_others(client, ada):
    ToolFactory(name="Foreign")

    told = client.get(EXPORT).text

    assert "hush" not in told
    assert ada.password not in told
    assert "Foreign" not in told


def test_deletion_asks_first(client, ada):
    soup = page(client, DELETE)

    assert "cannot be undone" in words(soup.select_one("main"))
    assert User.objects.filter(deleted_at=None).count() == 1


@pytest.mark.parametrize("typed", ["", "Somebody else"])
def test_deletion_wants_the_name_of_the_account(client, ada, typed):
    response = client.post(DELETE, {"name": typed})

    assert response.status_code == 422
    assert "This is not the name of the account." in response.text
    ada.refresh_from_db()
    assert ada.is_active


def test_deletion_forgets_the_person(client, ada):
    response = client.post(DELETE, {"name": " ada"}, follow=True)

    assert "The account is deleted" in response.text
    ada.refresh_from_db()
    assert ada.deleted_at
    assert not ada.is_active
    assert not ada.is_organizer
    assert not ada.has_usable_password()
    assert not ada.last_login
    assert str(ada) == "a former contributor"
    assert "x7k2" not in ada.username
    assert ADA not in [ada.email, *Suggestion.objects.values_list("email", flat=True)]
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        assert not model.objects.filter(user=ada).exists(), model
    assert not Affiliation.objects.exists()
    assert not Draft.objects.exists()


def test_deletion_keeps_what_was_contributed(client, ada):
    client.post(DELETE, {"name": "Ada"})

    assert Change.objects.get(entry__slug="decidim").person == ada
    assert [c.title for c in Collection.objects.all()] == ["Ours"]
    client.cookies.clear()
    assert "by a former contributor" in client.get("/en/tools/decidim/").text
    assert client.get("/en/people/x7k2/").status_code == 404
    assert client.get(f"/en/people/{ada.username}/").status_code == 404


def test_name_is_gone_from_pages_that_were_kept(client, ada):
    client.cookies.clear()
    assert "by Ada" in client.get("/en/tools/decidim/").text
    client.force_login(ada)

    client.post(DELETE, {"name": "Ada"})

    client.cookies.clear()
    assert "by Ada" not in client.get("/en/tools/decidim/").text


def test_deletion_signs_out_everywhere(client, ada):
    other = type(client)()
    other.force_login(ada)
    assert is_signed_in(other)

    client.post(DELETE, {"name": "Ada"})

    assert not is_signed_in(client)
    assert not is_signed_in(other)


def test_address_is_free_after_the_deletion(client, ada):
    client.post(DELETE, {"name": "Ada"})

    newcomer = person()

    assert newcomer.pk != ada.pk

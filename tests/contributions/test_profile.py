import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Collection
from contributions import actions
from contributions.models import Affiliation, Draft, Suggestion
from tests.browsing import page, words
from tests.factories import OrganizationFactory, ToolFactory, UserFactory

pytestmark = pytest.mark.django_db
PROFILE, EDIT = "/en/profile/", "/en/profile/edit/"


@pytest.fixture
def ada(client) -> User:
    """Somebody who is signed in."""
    person = UserFactory(username="x7k2", display_name="Ada")
    client.force_login(person)
    return person


def send(client, **fields: str):
    return client.post(EDIT, {"display_name": "Ada", **fields})


@pytest.mark.parametrize(
    "name", ["", "edit/", "export/", "delete/"], ids=lambda name: name or "profile"
)
def test_visitor_is_asked_to_sign_in_first(client, name):
    response = client.get(f"{PROFILE}{name}")

    assert response["Location"].startswith("/en/account/login/?next=/en/profile/")


def test_header_leads_visitors_to_sign_in_and_people_to_their_profile(client):
    visitor = page(client, "/en/about/").select_one(".site-nav")
    client.force_login(UserFactory(display_name="Ada"))
    person = page(client, "/en/about/").select_one(".site-nav")

    assert "Sign in" in words(visitor)
    assert "Ada" not in words(visitor)
    assert "Ada" in words(person.select_one(f'a[href="{PROFILE}"]'))
    assert "Sign in" not in words(person)
    for header in (visitor, person):
        assert words(header.select("a")[-1]) == "Add an entry"


def test_profile_lists_what_a_person_did(client, ada):
    tool = ToolFactory(name="Decidim", by=ada)
    Draft.objects.create(person=ada, kind="tool", name="Half a tool")
    Draft.objects.create(person=ada, kind="tool", entry=tool, name="Decidim 2")
    Suggestion.objects.create(person=ada, kind="tool", name="Idea", content={})
    Collection.objects.create(person=ada, title="Best", slug="best")

    soup = page(client, PROFILE)

    said = words(soup.select_one("main"))
    for name in ("Decidim", "Half a tool", "Idea", "Best"):
        assert name in said
    links = {link["href"].split("=")[0] for link in soup.select("#drafts ~ ul a")}
    assert links == {"/en/tools/add/?draft", "/en/tools/decidim/edit/?draft"}


def test_profile_shows_nothing_of_others(client, ada):
    other = UserFactory()
    ToolFactory(name="Foreign", by=other)
    Draft.objects.create(person=other, kind="tool", name="Foreign draft")
    Collection.objects.create(person=other, title="Foreign list", slug="f")

    assert "Foreign" not in words(page(client, PROFILE).select_one("main"))


def test_changes_come_in_pages(client, ada):
    for _ in range(21):
        ToolFactory(by=ada)

    first, second = page(client, PROFILE), page(client, f"{PROFILE}?page=2")

    assert len(first.select("#changes ~ ol li")) == 20
    assert len(second.select("#changes ~ ol li")) == 1
    assert client.get(f"{PROFILE}?page=x").status_code == 200


def test_profile_asks_as_often_for_many_changes_as_for_few(client, ada):
    ToolFactory(by=ada)
    counts = []
    for _ in range(2):
        client.get(PROFILE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PROFILE)
        counts.append(len(asked))
        for _ in range(5):
            ToolFactory(by=ada)
        client.get(PROFILE)

    assert counts[0] == counts[1] <= 12


def test_form_holds_what_is_set(client, ada):
    town = OrganizationFactory(name="Town")
    Affiliation.objects.create(person=ada, organization=town)

    soup = page(client, EDIT)

    assert soup.select_one("[name=display_name]")["value"] == "Ada"
    assert soup.select_one("[name=organization]")["value"] == "Town"
    assert soup.select_one("[name=is_public]").has_attr("checked")


def test_changed_name_shows_in_the_history_at_once(client, ada):
    ToolFactory(name="Decidim", by=ada)
    client.logout()
    assert "by Ada" in client.get("/en/tools/decidim/").text
    client.force_login(ada)

    send(client, display_name="Ada Lovelace", is_public="on")

    client.cookies.clear()
    assert "by Ada Lovelace" in client.get("/en/tools/decidim/").text


@pytest.mark.parametrize("name", ["", "a" * 81, "Ada\u202e", "Ada\x00"])
def test_bad_name_is_said_beside_the_field_and_kept(client, ada, name):
    response = send(client, display_name=name, organization="Nowhere")

    assert response.status_code == 422
    assert "id_display_name_error" in response.text
    assert 'value="Nowhere"' in response.text
    ada.refresh_from_db()
    assert ada.display_name == "Ada"


def test_employer_is_found_by_its_name(client, ada):
    town = OrganizationFactory(name="City of Town")

    assert send(client, organization="city of town").status_code == 302

    assert Affiliation.objects.get(person=ada).organization == town
    assert "Works for City of Town" in words(page(client, PROFILE).select_one("main"))


def test_part_of_a_name_leads_to_a_choice(client, ada):
    towns = [OrganizationFactory(name=f"Town {number}") for number in range(2)]

    response = send(client, organization="town")
    assert response.status_code == 422
    assert "Several may be meant" in response.text
    assert response.text.count('type="radio"') == 2
    send(client, organization="town", choice=str(towns[1].pk))

    assert Affiliation.objects.get(person=ada).organization == towns[1]


@pytest.mark.parametrize("choice", ["", "0", "x", "99999999999999999999"])
def test_unknown_employer_is_refused(client, ada, choice):
    OrganizationFactory(name="Hidden town", hidden=True)

    response = send(client, organization="hidden town", choice=choice)

    assert response.status_code == 422
    assert not Affiliation.objects.exists()


def test_name_of_an_employer_that_is_too_long_offers_no_choice(client, ada):
    OrganizationFactory(name="Anybody")

    response = send(client, organization="x" * 201)

    assert response.status_code == 422
    assert "at most 200 characters" in response.content.decode()
    assert "Anybody" not in response.content.decode()


def test_employer_is_left_by_emptying_the_field(client, ada):
    Affiliation.objects.create(person=ada, organization=OrganizationFactory())

    send(client, organization="")

    assert not Affiliation.objects.exists()


def test_public_page_shows_name_and_published_changes(client):
    ada = UserFactory(username="x7k2", display_name="Ada", email="ada@example.org")
    ToolFactory(name="Decidim", by=ada)
    ToolFactory(name="Secret", by=ada, hidden=True)
    Collection.objects.create(person=ada, title="Mine", slug="m")
    Collection.objects.create(person=ada, title="Ours", slug="o", is_public=True)

    said = words(page(client, "/en/people/x7k2/").select_one("main"))

    assert "Ada" in said
    assert "Decidim" in said
    assert "Ours" in said
    assert not [word for word in ("Secret", "Mine", "example.org") if word in said]


@pytest.mark.parametrize(
    "fields", [{"is_public": False}, {"is_active": False}], ids=["private", "closed"]
)
def test_person_without_a_public_page_is_not_found(client, fields):
    UserFactory(username="x7k2", **fields)

    assert client.get("/en/people/x7k2/").status_code == 404
    assert client.get("/en/people/nobody/").status_code == 404


def test_switching_the_public_page_off_takes_it_away_at_once(client, ada):
    client.logout()
    assert client.get("/en/people/x7k2/").status_code == 200
    client.force_login(ada)

    send(client)

    client.cookies.clear()
    assert client.get("/en/people/x7k2/").status_code == 404


def test_markup_in_a_name_stays_text(client):
    ada = UserFactory(display_name="<script>1</script>", username="x7k2")
    ToolFactory(by=ada, name="Decidim")

    for address in ("/en/people/x7k2/", "/en/tools/decidim/"):
        assert "<script>1" not in client.get(address).text


def test_name_is_never_the_username_of_a_person_who_signed_up(client):
    actions.edit_profile(
        person := UserFactory(username="x7k2"),
        display_name=" Ada   L. ",
        is_public=True,
        organization=None,
    )
    ToolFactory(name="Decidim", by=person)

    assert "by Ada L." in client.get("/en/tools/decidim/").text


def test_profile_page_of_french_visitors_is_french(client, ada):
    assert "Modifier le profil" in client.get("/fr/profile/").text

"""What moderators decide about people in the admin, and what it leads to."""

from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import access
from accounts.access import Role
from accounts.models import User
from contributions import actions, suspicion
from contributions.actions import Why
from contributions.models import Act, Suggestion
from tests.browsing import page, words
from tests.contributions.test_suggestions import of_a_tool
from tests.factories import ToolFactory, UserFactory
from tests.test_access import ACCOUNTS

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"


@pytest.fixture
def judge(client: Client) -> User:
    """A moderator, signed in."""
    moderator = UserFactory(username="judge", is_staff=True)
    client.force_login(moderator)
    return moderator


def decide(client: Client, person: User, verb: str, **sent: object) -> int:
    address = f"{LIST}{person.pk}/{verb}/"
    return client.post(address, {"reason": "So.", **sent}).status_code


def standing(person: User) -> Role:
    return access.role_given_to(User.objects.get(pk=person.pk))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_moderators_make_no_moderators(client, judge, contributor, role):
    assert decide(client, contributor, "role", role=int(role)) == 422

    assert standing(contributor) == Role.CONTRIBUTOR
    assert not Act.objects.exists()


def test_moderators_make_organizers(client, judge, contributor):
    assert decide(client, contributor, "role", role=int(Role.ORGANIZER)) == 302

    assert standing(contributor) == Role.ORGANIZER
    act = Act.objects.get()
    assert (act.by, act.person, act.verb) == (judge, contributor, "role")
    assert (act.role, act.reason) == ("organizer", "So.")


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.MODERATOR, Role.ADMINISTRATOR])
def test_administrators_give_and_take_every_role(client, contributor, role):
    client.force_login(UserFactory(is_superuser=True))

    assert decide(client, contributor, "role", role=int(role)) == 302
    assert standing(contributor) == role
    assert decide(client, contributor, "role", role=int(Role.CONTRIBUTOR)) == 302

    assert standing(contributor) == Role.CONTRIBUTOR


def test_moderators_are_in_a_group_with_permissions(client, contributor):
    # Tests in real transactions may have emptied what the migration made.
    import_module("contributions.migrations.0008_moderators").add_group(apps, None)
    client.force_login(UserFactory(is_superuser=True))

    decide(client, contributor, "role", role=int(Role.MODERATOR))

    group = Group.objects.get(name="Moderators")
    assert list(contributor.groups.all()) == [group]
    assert group.permissions.filter(codename="view_suggestion").exists()
    assert not group.permissions.exclude(codename__startswith="view_").exists()


@pytest.mark.parametrize("verb", ["block", "role", "trust"])
@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_moderators_do_not_judge_their_peers(client, judge, verb, flag):
    peer = UserFactory(**{flag: True})

    decide(client, peer, verb, role=int(Role.CONTRIBUTOR))

    assert not Act.objects.exists()
    assert User.objects.get(pk=peer.pk).is_active


# Who decides what about whom: only those of a lower rank; notes are about anybody.
JUDGED = {
    Role.MODERATOR: {Role.GUEST, Role.CONTRIBUTOR, Role.ORGANIZER},
    Role.ADMINISTRATOR: {role for role in Role if role > Role.VISITOR},
}


@pytest.mark.parametrize("rank", JUDGED)
@pytest.mark.parametrize("whose", [role for role in Role if role > Role.VISITOR])
@pytest.mark.parametrize("verb", ["role", "trust", "distrust", "block", "unblock"])
def test_each_rank_judges_those_below_it(client, rank, whose, verb):
    client.force_login(UserFactory(**ACCOUNTS[rank]))
    before = {"is_trusted": verb == "distrust", "is_active": verb != "unblock"}
    person = UserFactory(**ACCOUNTS[whose], **before)
    role = Role.ORGANIZER if whose == Role.CONTRIBUTOR else Role.CONTRIBUTOR

    decide(client, person, verb, role=int(role))

    is_of_accounts = verb in {"role", "trust"} and whose == Role.GUEST
    is_done = whose in JUDGED[rank] and not is_of_accounts
    assert Act.objects.filter(person=person).exists() == is_done


@pytest.mark.parametrize("rank", JUDGED)
@pytest.mark.parametrize("whose", [role for role in Role if role > Role.VISITOR])
def test_moderators_note_about_anybody(client, rank, whose):
    client.force_login(UserFactory(**ACCOUNTS[rank]))
    person = UserFactory(**ACCOUNTS[whose])

    assert decide(client, person, "note") == 302
    assert Act.objects.get(person=person).verb == "note"


def test_nobody_judges_themselves(client):
    administrator = UserFactory(is_superuser=True)
    client.force_login(administrator)

    decide(client, administrator, "role", role=int(Role.CONTRIBUTOR))

    assert standing(administrator) == Role.ADMINISTRATOR


@pytest.mark.parametrize("verb", ["role", "trust", "block", "note"])
def test_decision_needs_a_reason(client, judge, contributor, verb):
    response = client.post(f"{LIST}{contributor.pk}/{verb}/", {"role": "3"})

    assert response.status_code == 422
    assert "Say why." in response.text or "Write a note." in response.text
    assert not Act.objects.exists()


def test_blocked_person_is_signed_out_and_writes_nothing(client, judge, contributor):
    theirs = Client()
    theirs.force_login(contributor)
    theirs.get("/en/profile/")
    tool = ToolFactory(licence="MIT")

    decide(client, contributor, "block")

    assert theirs.get("/en/profile/").status_code == 302
    assert not UserSession.objects.filter(user=contributor).exists()
    assert not access.may_write(User.objects.get(pk=contributor.pk))
    assert tool.changes.count() == 1


def test_suggestions_of_blocked_people_leave_the_queue_and_come_back(
    client, judge, contributor
):
    actions.suggest(of_a_tool(), Why(by=contributor))

    decide(client, contributor, "block")
    assert not Suggestion.objects.waiting().exists()
    decide(client, contributor, "unblock")

    assert Suggestion.objects.waiting().count() == 1
    assert User.objects.get(pk=contributor.pk).is_active


def test_block_happens_once(client, judge, contributor):
    decide(client, contributor, "block")
    decide(client, contributor, "block")

    assert Act.objects.count() == 1


def test_first_changes_of_trusted_people_are_not_held(
    client, judge, contributor, settings
):
    settings.REVIEW_FIRST_EDITS = 3
    why = Why(by=contributor)
    assert suspicion.why_held(contributor, of_a_tool(), why)

    decide(client, contributor, "trust")
    trusted = User.objects.get(pk=contributor.pk)

    assert suspicion.why_held(trusted, of_a_tool(), why) == ""
    decide(client, contributor, "distrust")
    person = User.objects.get(pk=contributor.pk)
    assert suspicion.why_held(person, of_a_tool(), why)


def test_page_of_a_person_shows_counts_links_decisions_and_notes(
    client, judge, contributor
):
    ToolFactory(by=contributor)
    actions.note(contributor, judge, "Writes from a library.")

    shown = page(client, f"{LIST}{contributor.pk}/change/")

    link = shown.find("a", href=lambda h: h and "change/?person__id__exact=" in h)
    assert link.get_text() == "1"
    assert page(client, link["href"].replace("../", "/admin/"))
    assert "Writes from a library." in words(shown)
    verbs = {a["href"].split("/")[-2] for a in shown.select(".object-tools a")}
    assert {"role", "trust", "block", "note"} <= verbs


def test_notes_stay_among_moderators(client, judge, contributor):
    actions.note(contributor, judge, "Writes from a library.")

    theirs = Client()
    theirs.force_login(contributor)
    public = client.get(f"/en/people/{contributor.username}/").text

    assert "library" not in public
    assert "library" not in theirs.get("/en/profile/export/").text


def test_notes_go_with_the_account(judge, contributor):
    actions.note(contributor, judge, "Writes from a library.")

    actions.delete_account(contributor)

    assert not Act.objects.exists()


def test_addresses_of_people_are_for_administrators(client, judge):
    person = UserFactory(email="ada@example.org")
    address = f"{LIST}{person.pk}/change/"

    assert "ada@example.org" not in client.get(address).text
    client.force_login(UserFactory(is_superuser=True))

    assert "ada@example.org" in client.get(address).text


@pytest.mark.parametrize(
    "query", ["", "?role=moderator", "?blocked=yes", "?is_trusted__exact=1", "?q=per"]
)
def test_list_of_people_asks_little(client, judge, query):
    for number in range(30):
        ToolFactory(by=UserFactory(is_trusted=bool(number % 2)))

    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"{LIST}{query}")

    assert response.status_code == 200
    assert len(asked) <= 15


def test_people_are_found_by_role(client, judge):
    UserFactory(display_name="Olu", is_organizer=True)
    UserFactory(display_name="Con")

    soup = BeautifulSoup(client.get(f"{LIST}?role=organizer").text, "html.parser")

    assert [th.get_text() for th in soup.select("#result_list tbody th")] == ["Olu"]

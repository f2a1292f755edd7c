"""Everything moderators did stands in one list, with its reason; nothing is erased."""

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Entry, EntryStatus
from contributions import actions
from contributions.actions import Why
from contributions.models import Batch, Change, Duplicate
from tests.browsing import page, words
from tests.contributions.test_suggestions import of_a_tool
from tests.factories import CollectionFactory, ToolFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/contributions/act/"
# Rows about how people sign in: no history of the catalogue hangs on them.
OF_SIGN_IN = {
    *("account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession"),
    *("socialaccount.SocialApp", "socialaccount.SocialToken"),
    *("socialaccount.SocialAccount", "auth.Group"),
}


@pytest.fixture
def judge(client: Client) -> User:
    moderator = UserFactory(username="judge", is_staff=True)
    client.force_login(moderator)
    return moderator


@pytest.fixture
def deeds(judge: User, contributor: User) -> None:
    """One deed of each kind, each for a reason of its own."""
    tool = ToolFactory(name="Decidim", licence="MIT")
    why = {"by": judge}
    batch = Batch.objects.create(kind="merge", label="Two of one", person=judge)
    actions.edit(tool, {"licence": ""}, Why(**why, comment="Same thing", batch=batch))
    actions.set_status(tool, EntryStatus.HIDDEN, Why(**why, comment="Advertising"))
    actions.edit(tool, {"licence": "ISC"}, Why(**why, comment="As its page says"))
    actions.decline(
        actions.suggest(of_a_tool(), Why(by=contributor)),
        *(judge, "spam", "We have no casino here."),
    )
    asked = actions.suggest(of_a_tool("Loomio"), Why(by=contributor))
    actions.ask_sender(asked, judge, "Where is it used?", 0)
    told = actions.report(tool, reason="copied", message="From a leaflet")
    actions.handle_report(told, judge, "It is quoted now.")
    actions.block(contributor, judge, "Thirty casinos")


REASONS = {
    "batch": "Same thing",
    "status": "Advertising",
    "edit": "As its page says",
    "decision": "It reads as advertising. We have no casino here.",
    "question": "Where is it used?",
    "report": "Text copied from elsewhere. From a leaflet. It is quoted now.",
    "person": "Thirty casinos",
}


def rows(client: Client, query: str = "") -> list[str]:
    return [words(row) for row in page(client, LIST + query).select("tbody tr")]


def test_every_kind_of_deed_is_listed_with_who_and_why(client, deeds):
    listed = rows(client)

    assert len(listed) == len(REASONS)
    for reason in REASONS.values():
        assert [row for row in listed if row.endswith(reason) and "judge" in row]


@pytest.mark.parametrize("what", REASONS)
def test_deeds_are_found_by_what_they_are(client, deeds, what):
    [row] = rows(client, f"?what={what}")

    assert row.endswith(REASONS[what])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        *(("?by=judge", 7), ("?by=contributor", 0)),
        *(("?since=2000-01-01", 7), ("?until=2000-01-01", 0)),
    ],
)
def test_deeds_are_found_by_who_and_when(client, deeds, query, count):
    assert len(rows(client, query)) == count


def test_deeds_about_a_person_are_those_that_concern_them(client, deeds, contributor):
    listed = rows(client, f"?about={contributor.pk}")

    assert len(listed) == 3
    history = client.get(f"/admin/accounts/user/{contributor.pk}/history/")
    assert history["Location"] == f"{LIST}?about={contributor.pk}"


def test_changes_of_contributors_are_no_deeds_of_moderators(client, judge, contributor):
    ToolFactory(by=contributor)

    assert rows(client) == []


@pytest.mark.parametrize("query", ["?by=whoever", "?since=soon", "?what=x", "?page=0"])
def test_filters_that_mean_nothing_are_told(client, judge, query):
    response = client.get(LIST + query)

    assert response.status_code == 422


def test_what_was_said_of_a_pair_stays_when_it_is_taken_back(client, judge):
    left, _right = ToolFactory(name="Loomio"), ToolFactory(name="Loomio")
    actions.find_duplicates()
    pair = Duplicate.objects.get(left=left.pk)

    assert actions.dismiss(pair, judge, "Two cities.")
    assert not actions.dismiss(pair, judge, "Once more.")
    assert actions.reopen(pair, judge)
    assert not actions.reopen(pair, judge)

    back, said = rows(client, "?what=admin")
    assert "Loomio / Loomio" in said
    assert "Not a duplicate. Two cities." in said
    assert "Put back into the list" in back


def test_collection_that_was_taken_from_the_public_stands_in_the_list(client, judge):
    maps = CollectionFactory(title="Maps", is_public=True)
    sent = {"action": "make_private", "_selected_action": [maps.pk]}

    for _time in range(2):
        client.post("/admin/catalogue/collection/", sent)

    (row,) = rows(client, "?what=admin")
    assert "collection: Maps" in row
    assert "Shown to its owner only, without another reason." in row


def test_deeds_stand_on_pages(client, judge):
    for number in range(60):
        actions.note(judge, judge, f"Note {number}")

    first, second = rows(client), rows(client, "?page=2")

    assert (len(first), len(second)) == (50, 10)
    assert first[0].endswith("Note 59")
    assert second[-1].endswith("Note 0")


def test_list_of_deeds_asks_little(client, deeds):
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)

    assert len(asked) <= 15


@pytest.mark.parametrize(
    "model", sorted(admin.site._registry, key=str), ids=lambda m: m._meta.label
)
def test_admin_lets_nobody_delete_or_write_over_history(model):
    shown = admin.site._registry[model]
    request = RequestFactory().get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)

    if model._meta.label in OF_SIGN_IN:
        return
    assert not shown.has_delete_permission(request)
    assert "delete_selected" not in shown.get_actions(request)
    assert not shown.list_editable
    if model._meta.app_label == "contributions":
        assert not shown.has_change_permission(request)
        assert not shown.has_add_permission(request)


@pytest.mark.parametrize("model", [Entry, User])
def test_what_has_a_history_cannot_be_deleted_at_all(model, contributor):
    tool = ToolFactory(by=contributor)
    thing = Entry.objects.get(pk=tool.pk) if model is Entry else contributor

    with pytest.raises(ProtectedError):
        thing.delete()

    assert Change.objects.count() == 1

"""Moderators rename, merge, approve and hide tags, and take a merge back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue import search
from catalogue.models import Entry, SearchRow, Tag
from contributions import actions, history, reverting, undoing
from contributions.actions import Why
from contributions.models import Batch, TagAct
from contributions.undoing import Choice
from tests.factories import TagFactory, ToolFactory, UserFactory
from tests.forms import fields

pytestmark = pytest.mark.django_db
LIST = "/admin/catalogue/tag/"


@pytest.fixture
def judge(client: Client) -> User:
    moderator = UserFactory(username="judge", is_staff=True)
    client.force_login(moderator)
    return moderator


@pytest.fixture
def tags() -> list[Tag]:
    names = [("Open data", "open-data"), ("opendata", "opendata"), ("Maps", "maps")]
    return [TagFactory(name=name, slug=slug) for name, slug in names]


def tags_of(entry: Entry) -> list[int]:
    now = reverting.current(entry)
    assert history.record_at(now, now.version) == now.record()
    return now.record()["tags"]


def merge(client: Client, tags: list[Tag], keep: Tag) -> Batch:
    ids = ",".join(str(tag.pk) for tag in tags)
    sent = {"keep": keep.pk, "reason": "One thing."}
    response = client.post(f"{LIST}merge/?tags={ids}", sent)
    assert response.status_code == 302
    return Batch.objects.latest("pk")


def undo(batch: Batch, by: User) -> Batch:
    choice = Choice(batch=batch)
    seen = undoing.digest_of(undoing.plan(choice), undoing.tag_acts(choice))
    return actions.undo(choice, Why(by, "Not one thing."), seen, "Undo")


def test_merge_of_tags_changes_each_entry_and_redirects(client, judge, tags):
    kept, gone, maps = tags
    tools = [ToolFactory(tags=[gone, maps]), ToolFactory(tags=[kept, gone])]

    batch = merge(client, [kept, gone], kept)

    assert tags_of(tools[0]) == sorted([kept.pk, maps.pk])
    assert tags_of(tools[1]) == [kept.pk]
    assert {c.comment for c in batch.changes.all()} == {"One thing."}
    response = client.get("/en/tags/opendata/?tag=maps")
    assert (response.status_code, response["Location"]) == (
        301,
        "/en/tags/open-data/?tag=maps",
    )
    assert client.get("/en/tools/?tag=opendata")["Location"].endswith("tag=open-data")


def test_undo_of_a_merge_brings_tags_and_names_back(client, judge, tags):
    kept, gone, maps = tags
    tools = [ToolFactory(tags=[gone, maps]), ToolFactory(tags=[kept, gone])]
    before = [tags_of(tool) for tool in tools]

    undone = undo(merge(client, [kept, gone], kept), judge)

    assert [tags_of(tool) for tool in tools] == before
    assert Tag.objects.get(pk=gone.pk).merged_into is None
    assert Tag.objects.get(pk=kept.pk).synonyms == []
    assert client.get("/en/tags/opendata/").status_code == 200
    undo(undone, judge)
    assert Tag.objects.get(pk=gone.pk).merged_into == kept
    assert tags_of(tools[1]) == [kept.pk]


def test_what_names_a_merged_tag_gets_the_one_that_stands_for_it(client, judge, tags):
    kept, gone, _maps = tags
    merge(client, [kept, gone], kept)

    tool = ToolFactory(tags=[gone])

    assert tags_of(tool) == [kept.pk]


def test_undo_of_other_changes_brings_no_merged_tag_back(client, judge, tags):
    kept, gone, _maps = tags
    vandal, tool = UserFactory(), ToolFactory(tags=[gone])
    actions.edit(tool, {"tags": []}, Why(by=vandal))
    merge(client, [kept, gone], kept)

    choice = Choice(person=vandal)
    seen = undoing.digest_of(undoing.plan(choice))
    actions.undo(choice, Why(judge, "Vandalism."), seen, "Undo")

    assert tags_of(tool) == [kept.pk]


def test_tag_is_renamed_and_found_by_its_new_names(client, judge, tags):
    tool = ToolFactory(tags=[tags[0]])
    address = f"{LIST}{tags[0].pk}/edit/"
    sent = {"name": "Public data", "label_fr": "Données", "kind": "audience"}
    sent |= {"synonyms": "Ledger\n\nLedger\nRegister", "reason": "Plain words."}

    assert client.post(address, sent).status_code == 302

    tag = Tag.objects.get(pk=tags[0].pk)
    assert (tag.name, tag.slug, tag.kind) == ("Public data", "open-data", "audience")
    assert (tag.labels, tag.synonyms) == ({"fr": "Données"}, ["Ledger", "Register"])
    assert "ledger" in SearchRow.objects.get(pk=tool.pk).document
    rows = list(SearchRow.objects.order_by("pk").values())
    search.rebuild()
    assert list(SearchRow.objects.order_by("pk").values()) == rows
    act = TagAct.objects.get()
    assert act.fields["name"] == {"from": "Open data", "to": "Public data"}
    assert (act.by, act.reason) == (judge, "Plain words.")


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "Maps"}, {"reason": ""}, {"synonyms": "x" * 101}]
)
def test_tag_that_cannot_be_so_is_told(client, judge, tags, wrong):
    sent = {"name": "Open data", "kind": "topic", "reason": "So.", **wrong}

    assert client.post(f"{LIST}{tags[0].pk}/edit/", sent).status_code == 422
    assert not TagAct.objects.exists()


def test_hidden_tag_is_nowhere_for_readers(client, judge, tags):
    tool = ToolFactory(name="Decidim", tags=[tags[2]])

    client.post(LIST, {"action": "hide", "_selected_action": tags[2].pk})

    reader = Client()
    assert reader.get("/en/tags/maps/").status_code == 404
    assert "Maps" not in reader.get("/en/tags/").text
    assert "Maps" not in reader.get(tool.get_absolute_url()).text
    assert "/tags/maps/" not in reader.get("/en/").text
    client.post(LIST, {"action": "show", "_selected_action": tags[2].pk})
    assert reader.get("/en/tags/maps/").status_code == 200


def test_new_tags_are_approved(client, judge):
    tag = TagFactory(is_new=True)

    client.post(LIST, {"action": "approve", "_selected_action": tag.pk})

    assert not Tag.objects.get(pk=tag.pk).is_new
    assert TagAct.objects.get().fields == {"is_new": {"from": True, "to": False}}


@pytest.mark.parametrize(
    ("look", "found"), [("orphans", {"Maps"}), ("alike", {"Open data", "opendata"})]
)
def test_tags_to_look_at_are_found(client, judge, tags, look, found):
    ToolFactory(tags=tags[:2])

    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"{LIST}?look={look}")

    assert {tag.name for tag in response.context["cl"].result_list} == found
    assert len(asked) <= 15


def test_one_tag_alone_is_not_merged(client, judge, tags):
    response = client.get(f"{LIST}merge/?tags={tags[0].pk},x")

    assert response["Location"] == LIST


def test_second_of_two_tabs_is_told_and_undoes_nothing_unseen(client, judge):
    tag = TagFactory(name="Voting")
    address = f"/admin/catalogue/tag/{tag.pk}/edit/"
    first = dict(fields(client, address), name="Ballots", reason="Plainer")
    second = dict(fields(client, address), synonyms="Polls", reason="Found by it")

    assert client.post(address, first).status_code == 302
    refused = client.post(address, second)

    assert refused.status_code == 409
    assert "It is now “Ballots”" in refused.text
    assert "Polls" in refused.text
    assert Tag.objects.get(pk=tag.pk).name == "Ballots"
    again = {**second, "seen": actions.last_act(tag), "name": "Ballots"}
    assert client.post(address, again).status_code == 302
    assert Tag.objects.get(pk=tag.pk).synonyms == ["Polls"]


def test_tag_has_so_many_synonyms_and_no_more(client, judge):
    tag = TagFactory(name="Voting")
    address = f"/admin/catalogue/tag/{tag.pk}/edit/"
    typed = dict(fields(client, address), reason="All of them")

    many = client.post(address, {**typed, "synonyms": "\n".join(map(str, range(201)))})

    assert many.status_code == 422
    assert "at most 200 synonyms" in many.text

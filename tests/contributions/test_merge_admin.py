"""Moderators merge and part entries in the admin, after they have looked at both."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import Entry
from contributions import actions
from contributions.actions import Why
from contributions.merge_plan import plan_merge
from contributions.models import Duplicate, Merge
from tests.counting import queries
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
)

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)
MOST_QUERIES = 15


@pytest.fixture
def moderator(client: Client) -> Any:
    person = UserFactory(is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def pair() -> tuple[Entry, Entry]:
    return ToolFactory(name="Decidim", licence="MIT"), ToolFactory(
        name="Decidim.org",
        licence="ISC",
        state="active",
        tags=[TagFactory(name="Vote")],
    )


def preview_of(kept: Entry, gone: Entry) -> str:
    address = reverse("admin:contributions_merge_preview")
    return f"{address}?kept={kept.pk}&gone={gone.pk}"


def result_of(merged: Merge) -> str:
    return reverse("admin:contributions_merge_result", args=[merged.pk])


def found(one: Entry, other: Entry, **values: Any) -> Duplicate:
    left, right = sorted([one.pk, other.pk])
    now = one.updated_at
    usual = {"score": 0.9, "reasons": ["same name"], "found_at": now}
    return Duplicate.objects.create(left_id=left, right_id=right, **{**usual, **values})


def test_preview_shows_a_choice_for_each_field_that_differs(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    page = client.get(preview_of(*pair)).content.decode()

    assert 'name="choice-licence" value="kept" checked' in page
    assert 'name="choice-state" value="gone" checked' in page
    assert 'name="choice-website"' not in page
    assert "<li>Vote</li>" in page


def test_moderator_merges_with_the_chosen_values(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    kept, gone = pair
    sent = {"choice-licence": "gone", "comment": "One tool", "choice-name": "whim"}
    sent["seen"] = plan_merge(kept, gone).seen

    response = client.post(preview_of(kept, gone), sent, follow=True)

    merged = Merge.objects.get()
    assert response.redirect_chain == [(result_of(merged), 302)]
    kept.refresh_from_db()
    assert (kept.licence, kept.state, kept.name) == ("ISC", "active", "Decidim")
    change = merged.batch.changes.get(entry=kept)
    assert (change.person, change.comment) == (moderator, "One tool")


def test_what_changed_meanwhile_is_shown_again(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    response = client.post(preview_of(*pair), {"seen": "7-7", "choice-licence": "gone"})

    assert response.status_code == 409
    assert 'name="choice-licence" value="gone" checked' in response.content.decode()
    assert not Merge.objects.exists()


@pytest.mark.parametrize("field", ["comment", "choice"])
def test_bad_input_is_refused_beside_it(
    client: Client, moderator: Any, pair: tuple[Entry, Entry], field: str
) -> None:
    sent = {"seen": plan_merge(*pair).seen, field: "x" * 501}
    if field == "choice":
        # Each side alone would pass; together they contradict each other.
        one = UseCaseFactory(name="One", since="2019")
        other = UseCaseFactory(name="Two", until="2016")
        pair = (one, other)
        sent = {"seen": plan_merge(one, other).seen}

    assert client.post(preview_of(*pair), sent).status_code == 422
    assert not Merge.objects.exists()


@pytest.mark.parametrize("query", ["?kept=x&gone=y", "?kept=0&gone=1", "?kept=1"])
def test_unknown_entries_are_asked_for_again(
    client: Client, moderator: Any, query: str
) -> None:
    address = reverse("admin:contributions_merge_preview")

    assert client.get(address + query).status_code == 422
    assert client.get(address).status_code == 200


def test_two_kinds_are_refused(client: Client, moderator: Any) -> None:
    response = client.get(preview_of(ToolFactory(), UseCaseFactory()))

    assert response.status_code == 422
    assert "Only entries of one kind can be merged." in response.content.decode()


def test_moderator_parts_them_again_and_is_told_what_stays(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    kept, gone = pair
    collection = CollectionFactory(title="Voting", entries=[gone])
    merged = actions.merge(kept, gone, {}, NOBODY)
    actions.edit(kept, {"state": "ended"}, NOBODY)
    actions.take_out(collection, kept)

    done = client.post(result_of(merged), {"comment": "Two"})

    assert done["Location"] == result_of(merged)
    page = client.get(done["Location"]).content.decode()
    gone.refresh_from_db()
    assert gone.is_published
    assert "but for what follows" in page
    assert "“State” was changed since and stays" in page
    assert "“Voting” was changed since and stays" in page
    again = client.post(result_of(merged), {})
    assert again.status_code == 422
    assert "parted already" in again.content.decode()


def test_list_of_merges_names_both_sides(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    actions.merge(*pair, {}, Why(by=moderator))

    page = client.get("/admin/contributions/merge/").content.decode()

    assert "Decidim.org merged into Decidim" in page


def test_duplicates_are_listed_with_reasons_and_a_way_to_merge(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    found(*pair, reasons=["same name", "same website"])

    page = client.get("/admin/contributions/duplicate/").content.decode()

    assert "Same name, Same website" in page
    assert "90%" in page
    assert preview_of(*pair).replace("&", "&amp;") in page


def test_pairs_leave_the_list_when_they_are_hidden_merged_or_dismissed(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    dismissed = found(*pair)
    merged = found(ToolFactory(), ToolFactory())
    hidden = found(ToolFactory(), ToolFactory(hidden=True))

    client.post(
        f"/admin/contributions/duplicate/{dismissed.pk}/dismiss/", {"note": "A"}
    )
    actions.merge(merged.left, merged.right, {}, NOBODY)

    assert not Duplicate.objects.open().exists()
    for query, shown in [("", False), ("?decision=dismissed", True)]:
        page = client.get(f"/admin/contributions/duplicate/{query}").content.decode()
        assert (preview_of(*pair).replace("&", "&amp;") in page) is shown
        assert str(hidden.right) not in page


def test_duplicates_are_computed_on_demand(client: Client, moderator: Any) -> None:
    ToolFactory(name="Decidim")
    ToolFactory(name="DECIDIM")

    client.post("/admin/contributions/duplicate/find/")

    assert Duplicate.objects.open().get().reasons == ["same name"]


def test_too_long_a_note_is_refused(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    duplicate = found(*pair)

    client.post(
        f"/admin/contributions/duplicate/{duplicate.pk}/dismiss/", {"note": "x" * 501}
    )

    assert Duplicate.objects.open().get() == duplicate


def test_dismissed_pairs_can_be_put_back(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    duplicate = found(*pair)
    listing = "/admin/contributions/duplicate/"
    chosen = {"_selected_action": duplicate.pk}

    client.post(listing, {**chosen, "action": "dismiss_selected"})
    assert not Duplicate.objects.open().exists()
    client.post(
        f"{listing}?decision=dismissed", {**chosen, "action": "reopen_selected"}
    )
    assert Duplicate.objects.open().exists()


@pytest.mark.parametrize("number", [2, 3])
def test_two_entries_ticked_in_a_list_are_compared(
    client: Client, moderator: Any, number: int
) -> None:
    tools = [ToolFactory() for _ in range(number)]
    sent = {"action": "merge", "_selected_action": [tool.pk for tool in tools]}

    response = client.post("/admin/catalogue/tool/", sent)

    expected = preview_of(*tools[:2]) if number == 2 else "/admin/catalogue/tool/"
    assert response["Location"] == expected


def test_publishing_a_merged_entry_is_refused_in_words(
    client: Client, moderator: Any, pair: tuple[Entry, Entry]
) -> None:
    kept, gone = pair
    actions.merge(kept, gone, {}, NOBODY)

    response = client.post(f"/admin/publish/?entry={gone.pk}")

    page = response.content.decode()
    assert response.status_code == 422
    assert "“Decidim.org” was merged into another entry." in page


def test_posting_an_empty_preview_says_what_is_missing(
    client: Client, moderator: Any
) -> None:
    response = client.post("/admin/contributions/merge/new/")

    assert response.status_code == 422
    assert 'id="id_kept_error"' in response.content.decode()


def test_pages_ask_few_questions(client: Client, moderator: Any) -> None:
    maker = OrganizationFactory()
    kept = ToolFactory(name="Kept", summary="A", links=[link("developed_by", maker)])
    gone = ToolFactory(name="Gone", summary="B", tags=[TagFactory()])
    for _ in range(5):
        UseCaseFactory(links=[link("uses", gone)])
        ToolFactory(links=[link("works_with", gone)])
        CollectionFactory(entries=[gone])
        found(ToolFactory(), ToolFactory())
    listings = ["/admin/contributions/duplicate/", "/admin/contributions/merge/"]
    counts = [queries(client, at) for at in [preview_of(kept, gone), *listings]]
    merged = actions.merge(kept, gone, {}, NOBODY)
    counts.append(queries(client, result_of(merged)))

    assert max(counts) <= MOST_QUERIES, counts

"""Making one entry of two, and parting them again, nothing lost on the way."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import CollectionItem, Entry, Link
from contributions import actions, reverting
from contributions.actions import Overtaken, Why
from contributions.history import record_at
from contributions.merge_plan import GONE, KEPT, plan_merge
from contributions.models import BatchKind, Change, Merge
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)


def merge(kept: Entry, gone: Entry, **choices: str) -> Merge:
    return actions.merge(kept, gone, choices, NOBODY)


def unmerge(merged: Merge) -> actions.Unmerged:
    return actions.unmerge(merged.batch, NOBODY)


def fresh(entry: Entry) -> Any:
    return reverting.current(entry)


def links_of(entry: Entry) -> list[tuple[str, int]]:
    return [(row["role"], row["object"]) for row in fresh(entry).record()["links"]]


def places(collection: Any) -> list[tuple[int, int, str]]:
    items = CollectionItem.objects.filter(collection=collection)
    return list(items.values_list("place", "entry", "note"))


def assert_log_folds(*entries: Entry) -> None:
    for entry in map(fresh, entries):
        assert record_at(entry, entry.version) == entry.record()


def test_fields_that_only_one_side_knows_are_taken() -> None:
    kept, gone = ToolFactory(licence="MIT"), ToolFactory(licence="ISC", state="active")

    merge(kept, gone)

    assert (fresh(kept).licence, fresh(kept).state) == ("MIT", "active")


def test_chosen_side_stands() -> None:
    kept, gone = ToolFactory(licence="MIT"), ToolFactory(licence="ISC", state="active")

    merge(kept, gone, licence=GONE, state=KEPT)

    assert (fresh(kept).licence, fresh(kept).state) == ("ISC", "")


def test_lists_and_tags_are_united() -> None:
    one, other = TagFactory(), TagFactory()
    kept = ToolFactory(platforms=["web"], tags=[one])
    gone = ToolFactory(platforms=["linux", "web"], tags=[other])

    merge(kept, gone)

    assert fresh(kept).platforms == ["web", "linux"]
    assert fresh(kept).record()["tags"] == [one.pk, other.pk]


def test_texts_are_chosen_by_language_and_keep_one_original() -> None:
    kept = ToolFactory(texts={"en": text("Counts votes.")})
    gone = ToolFactory(
        texts={"fr": text("Compte les voix."), "en": {"summary": "It counts."}}
    )

    merge(kept, gone, **{"texts.en": GONE})

    texts = fresh(kept).record()["texts"]
    assert texts["en"]["summary"] == "It counts."
    assert texts["fr"]["summary"] == "Compte les voix."
    assert [texts[code]["is_original"] for code in ("en", "fr")] == [True, False]


def test_links_of_both_ends_move_without_doubles() -> None:
    city, maker = OrganizationFactory(), OrganizationFactory()
    kept = ToolFactory(links=[link("developed_by", maker, since="2016")])
    gone = ToolFactory(
        links=[link("developed_by", maker, source="Its page"), link("funded_by", city)]
    )
    both = UseCaseFactory(links=[link("uses", kept), link("uses", gone)])
    case = UseCaseFactory(links=[link("uses", gone, since="2019")])

    merged = merge(kept, gone)

    assert links_of(kept) == [("developed_by", maker.pk), ("funded_by", city.pk)]
    [made, _] = fresh(kept).record()["links"]
    assert (made["since"], made["source"]) == ("2016", "Its page")
    assert links_of(both) == links_of(case) == [("uses", kept.pk)]
    changed = set(merged.batch.changes.values_list("entry", flat=True))
    assert changed == {kept.pk, gone.pk, both.pk, case.pk}


@pytest.mark.parametrize("is_kept_subject", [True, False])
def test_same_symmetric_link_stays_once(is_kept_subject: bool) -> None:
    third = ToolFactory()
    if is_kept_subject:
        gone = ToolFactory()
        kept = ToolFactory(links=[link("works_with", third)])
        actions.edit(third, {"links": [link("works_with", gone)]}, NOBODY)
    else:
        kept = ToolFactory()
        gone = ToolFactory(links=[link("works_with", third)])
        actions.edit(third, {"links": [link("works_with", kept)]}, NOBODY)
    before = fresh(third).record()

    merged = merge(kept, gone)

    shown = Link.objects.published().filter(role="works_with")
    assert {(row.subject_id, row.object_id) for row in shown} == (
        {(kept.pk, third.pk)} if is_kept_subject else {(third.pk, kept.pk)}
    )
    unmerge(merged)
    assert fresh(third).record() == before
    assert_log_folds(kept, gone, third)


def test_links_between_the_two_go_and_are_named() -> None:
    kept = ToolFactory()
    gone = ToolFactory(links=[link("built_on", kept)])
    actions.edit(kept, {"links": [link("replaces", gone)]}, NOBODY)

    plan = plan_merge(kept, gone)
    merge(kept, gone)

    assert [(a.pk, role, b.pk) for a, role, b in plan.dropped] == [
        (kept.pk, "Replaces", gone.pk),
        (gone.pk, "Built on", kept.pk),
    ]
    assert links_of(kept) == []


def test_places_in_collections_move_without_doubles() -> None:
    kept, gone, third = ToolFactory(), ToolFactory(), ToolFactory()
    both = CollectionFactory(entries=[gone, kept, third], note="Read this")
    actions.arrange(both, {kept: ""}, {})
    alone = CollectionFactory(entries=[third, gone])

    merged = merge(kept, gone)

    assert places(both) == [(1, kept.pk, "Read this"), (2, third.pk, "Read this")]
    assert places(alone) == [(1, third.pk, ""), (2, kept.pk, "")]

    assert unmerge(merged).is_whole
    assert places(both) == [
        (1, gone.pk, "Read this"),
        (2, kept.pk, ""),
        (3, third.pk, "Read this"),
    ]
    assert places(alone) == [(1, third.pk, ""), (2, gone.pk, "")]


def test_collection_changed_since_is_named() -> None:
    kept, gone = ToolFactory(), ToolFactory()
    alone = CollectionFactory(title="Voting", entries=[gone])
    deleted = CollectionFactory(entries=[gone])
    merged = merge(kept, gone)
    actions.take_out(alone, kept)
    actions.delete_collection(deleted)

    assert unmerge(merged).lost_items == ["Voting"]


def test_merged_entry_is_hidden_and_leads_to_the_kept_one() -> None:
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone")
    actions.edit(gone, {"name": "Later"}, NOBODY)

    merge(kept, gone)

    assert fresh(gone).status == "hidden"
    assert fresh(gone).merged_into_id == kept.pk


def test_everything_is_as_before_after_parting() -> None:
    organization, tag = OrganizationFactory(), TagFactory()
    kept = ToolFactory(name="Kept", summary="Counts.")
    gone = ToolFactory(
        name="Gone", tags=[tag], links=[link("developed_by", organization)]
    )
    case = UseCaseFactory(links=[link("uses", gone)])
    before = [fresh(entry).record() for entry in (kept, gone, case)]

    merged = merge(kept, gone, name=GONE)
    done = unmerge(merged)

    assert done.is_whole
    assert [fresh(entry).record() for entry in (kept, gone, case)] == before
    assert fresh(gone).is_published
    assert fresh(gone).merged_into_id is None
    assert done.merge.undone_by is not None
    assert done.merge.undone_by.kind == BatchKind.UNMERGE
    assert_log_folds(kept, gone, case)


def test_later_edits_stay_and_conflicts_are_told() -> None:
    kept, gone = ToolFactory(), ToolFactory(licence="ISC", state="active")
    merged = merge(kept, gone)
    actions.edit(kept, {"licence": "MIT", "website": "https://a.example"}, NOBODY)

    done = unmerge(merged)

    now = fresh(kept)
    assert (now.licence, now.website, now.state) == ("MIT", "https://a.example", "")
    assert [kept.path for plan in done.plans for kept in plan.kept] == ["licence"]
    assert not done.is_whole


def test_chain_leads_to_the_last_and_is_parted_in_turn() -> None:
    first, second, third = ToolFactory(), ToolFactory(), ToolFactory()
    one = merge(second, first)
    two = merge(third, second)

    assert fresh(first).merged_into_id == fresh(second).merged_into_id == third.pk
    with pytest.raises(ValidationError, match="part those first"):
        unmerge(one)

    unmerge(two)
    assert fresh(first).merged_into_id == second.pk
    unmerge(one)
    assert fresh(first).is_published
    assert_log_folds(first, second, third)


def test_parting_twice_is_refused() -> None:
    merged = merge(ToolFactory(), ToolFactory())
    unmerge(merged)

    with pytest.raises(ValidationError, match="parted already"):
        unmerge(merged)


def test_entries_that_cannot_become_one_are_refused() -> None:
    tool, other = ToolFactory(), ToolFactory()

    for kept, gone in [(tool, tool), (tool, UseCaseFactory())]:
        with pytest.raises(ValidationError):
            merge(kept, gone)
    merge(tool, other)
    for kept, gone in [(ToolFactory(), other), (other, ToolFactory())]:
        with pytest.raises(ValidationError, match="already"):
            merge(kept, gone)


def test_what_changed_since_it_was_looked_at_is_looked_at_again() -> None:
    kept, gone = ToolFactory(), ToolFactory()
    seen = plan_merge(kept, gone).seen
    actions.edit(gone, {"licence": "MIT"}, NOBODY)

    with pytest.raises(Overtaken):
        actions.merge(kept, gone, {}, NOBODY, seen)

    assert not Merge.objects.exists()


def test_merged_entry_is_not_written() -> None:
    kept, gone = ToolFactory(), ToolFactory(licence="MIT")
    change = merge(kept, gone).batch.changes.get(entry=gone)

    for act in (
        lambda: actions.edit(gone, {"licence": "ISC"}, NOBODY),
        lambda: actions.set_status(fresh(gone), "published", NOBODY),
        lambda: actions.revert(change, NOBODY),
    ):
        with pytest.raises(ValidationError):
            act()


def test_every_change_names_its_batch_and_reason() -> None:
    moderator = UserFactory(moderator=True)
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone", licence="MIT")

    merged = actions.merge(kept, gone, {}, Why(by=moderator))

    assert merged.batch.person == moderator
    assert str(merged) == "Gone merged into Kept"
    comments = Change.objects.filter(batch=merged.batch).values_list(
        "comment", "person"
    )
    assert set(comments) == {("Gone merged into Kept", moderator.pk)}

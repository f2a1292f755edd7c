"""Taking changes back and going back to versions: what comes back and what stays."""

import pytest
from django.core.exceptions import ValidationError

from catalogue import records
from catalogue.models import Entry, EntryStatus
from contributions import actions, reverting
from contributions.actions import Overtaken, Why
from contributions.models import Change
from contributions.submissions import Submission
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)


def fresh(entry: Entry) -> Entry:
    return reverting.current(entry)


def edit(entry: Entry, **values: object) -> Change:
    change = actions.edit(entry, values, NOBODY)
    assert change is not None
    return change


def test_revert_puts_back_what_a_change_had_changed(contributor):
    tool = ToolFactory(licence="MIT", state="active")
    before = fresh(tool).record()
    change = edit(tool, licence="ISC", state="ended")

    made = actions.revert(change, Why(by=contributor, comment="Not so.")).change

    assert fresh(tool).record() == before
    assert (made.reverts, made.person, made.comment) == (
        change,
        contributor,
        "Not so.",
    )


def test_revert_leaves_what_was_changed_again_and_says_by_which_change():
    tool = ToolFactory(licence="MIT", state="active")
    change = edit(tool, licence="ISC", state="ended")
    later = edit(tool, licence="0BSD")

    done = actions.revert(change, NOBODY)

    assert (fresh(tool).licence, fresh(tool).state) == ("0BSD", "active")
    assert [(k.path, k.now, k.by) for k in done.plan.kept] == [
        ("licence", "0BSD", later)
    ]


def test_revert_of_a_field_that_is_as_it_was_changes_nothing():
    tool = ToolFactory(licence="MIT")
    change = edit(tool, licence="ISC")
    edit(tool, licence="MIT")

    assert actions.revert(change, NOBODY).change is None
    assert fresh(tool).version == 3


def test_revert_keeps_tags_that_others_added():
    old, new, others = TagFactory(), TagFactory(), TagFactory()
    tool = ToolFactory(tags=[old])
    change = edit(tool, tags=[new.pk])
    edit(tool, tags=[new.pk, others.pk])

    actions.revert(change, NOBODY)

    assert fresh(tool).record()["tags"] == sorted([old.pk, others.pk])


def test_revert_takes_a_link_away_and_keeps_those_that_others_made():
    one, other = OrganizationFactory(), OrganizationFactory()
    tool = ToolFactory()
    change = edit(tool, links=[link("developed_by", one)])
    edit(tool, links=[link("developed_by", one), link("funded_by", other)])

    actions.revert(change, NOBODY)

    assert [one["role"] for one in fresh(tool).record()["links"]] == ["funded_by"]


def test_revert_leaves_out_tags_that_are_gone():
    gone, kept = TagFactory(), TagFactory()
    tool = ToolFactory(tags=[gone, kept])
    change = edit(tool, tags=[])
    gone_id = gone.pk
    gone.delete()

    done = actions.revert(change, NOBODY)

    assert fresh(tool).record()["tags"] == [kept.pk]
    assert done.plan.lost_tags == [gone_id]


def test_revert_leaves_out_a_link_that_the_other_end_made_meanwhile():
    other = ToolFactory()
    tool = ToolFactory(links=[link("alternative_to", other)], licence="MIT")
    change = edit(tool, links=[], licence="ISC")
    edit(other, links=[link("alternative_to", tool)])

    done = actions.revert(change, NOBODY)

    assert fresh(tool).licence == "MIT"
    assert fresh(tool).record()["links"] == []
    assert [one["object"] for one in done.plan.lost_links] == [other.pk]


def test_revert_of_a_new_translation_leaves_it_when_somebody_worked_on_it():
    tool = ToolFactory(summary="Votes.")
    texts = fresh(tool).record()["texts"]
    change = edit(tool, texts={**texts, "fr": {"summary": "Vote."}})
    edit(tool, texts={**texts, "fr": {"summary": "Il vote."}})

    actions.revert(change, NOBODY)

    french = fresh(tool).record()["texts"]["fr"]
    assert (french["summary"], french["description"]) == ("Il vote.", "")


def test_revert_of_a_new_translation_takes_it_away():
    tool = ToolFactory(summary="Votes.")
    texts = fresh(tool).record()["texts"]
    change = edit(tool, texts={**texts, "fr": {"summary": "Vote."}})

    actions.revert(change, NOBODY)

    assert fresh(tool).record()["texts"].keys() == {"en"}


def submit(tool: Entry, texts: dict) -> Change:
    """As a form sends it: a changed original marks its translations."""
    entry = fresh(tool)
    record = records.complete("tool", {**entry.record(), "texts": texts})
    sent = Submission("tool", record, entry_id=tool.pk, base_version=entry.version)
    change = actions.submit(sent, NOBODY).change
    assert change is not None
    return change


def test_revert_of_a_new_translation_takes_it_away_though_its_original_changed():
    tool = ToolFactory(summary="Votes.")
    texts = fresh(tool).record()["texts"]
    change = submit(tool, {**texts, "fr": text("Vote.", is_original=False)})
    original = {**texts["en"], "summary": "Counts votes."}
    submit(tool, {**fresh(tool).record()["texts"], "en": original})
    assert fresh(tool).record()["texts"]["fr"]["outdated"]

    done = actions.revert(change, NOBODY)

    assert done.plan.kept == []
    assert fresh(tool).record()["texts"].keys() == {"en"}


def test_revert_marks_a_translation_of_what_is_taken_back():
    tool = ToolFactory(
        texts={"en": text("Votes."), "fr": text("Vote.", is_original=False)}
    )
    texts = fresh(tool).record()["texts"]
    english = {**texts["en"], "summary": "Counts votes."}
    change = submit(tool, {**texts, "en": english})
    french = {**texts["fr"], "summary": "Compte les votes.", "outdated": False}
    submit(tool, {"en": english, "fr": french})

    actions.revert(change, NOBODY)

    now = fresh(tool).record()["texts"]
    assert now["en"]["summary"] == "Votes."
    assert (now["fr"]["summary"], now["fr"]["outdated"]) == ("Compte les votes.", True)


def test_revert_leaves_translations_marked_while_the_original_stays():
    tool = ToolFactory(
        texts={"en": text("Votes."), "fr": text("Vote.", is_original=False)}
    )
    texts = fresh(tool).record()["texts"]
    change = submit(tool, {**texts, "en": {**texts["en"], "summary": "Counts."}})
    now = fresh(tool).record()["texts"]
    submit(tool, {**now, "en": {**now["en"], "summary": "Counts votes."}})

    actions.revert(change, NOBODY)

    now = fresh(tool).record()["texts"]
    assert now["en"]["summary"] == "Counts votes."
    assert now["fr"]["outdated"]


def test_revert_of_a_changed_original_takes_the_marks_back():
    tool = ToolFactory(
        texts={"en": text("Votes."), "fr": text("Vote.", is_original=False)}
    )
    before = fresh(tool).record()
    english = {**before["texts"]["en"], "summary": "Counts."}
    change = submit(tool, {**before["texts"], "en": english})

    actions.revert(change, NOBODY)

    assert fresh(tool).record() == before


def test_revert_never_leaves_two_originals():
    tool = ToolFactory(texts={"en": text("Votes.")})
    change = edit(tool, texts={})
    edit(tool, texts={"fr": text("Vote.")})

    actions.revert(change, NOBODY)

    texts = fresh(tool).record()["texts"]
    assert [code for code, one in texts.items() if one["is_original"]] == ["fr"]
    assert texts.keys() == {"en", "fr"}


def test_revert_of_a_rename_gives_an_address_of_that_name():
    tool = ToolFactory(name="Decidim")
    change = edit(tool, name="Consul")

    actions.revert(change, NOBODY)

    assert (fresh(tool).name, fresh(tool).slug) == ("Decidim", "decidim-2")


def test_creation_cannot_be_taken_back():
    tool = ToolFactory()

    with pytest.raises(ValidationError, match="was added cannot be taken back"):
        actions.revert(tool.changes.get(), NOBODY)


def test_revert_of_a_status_sets_the_former_one():
    tool = ToolFactory()
    change = actions.set_status(tool, EntryStatus.HIDDEN, NOBODY)

    made = actions.revert(change, NOBODY).change

    assert fresh(tool).status == EntryStatus.PUBLISHED
    assert made.reverts == change


def test_revert_of_a_status_that_was_set_again_changes_nothing():
    tool = ToolFactory()
    change = actions.set_status(tool, EntryStatus.HELD, NOBODY)
    actions.set_status(tool, EntryStatus.HIDDEN, NOBODY)

    assert actions.revert(change, NOBODY).change is None
    assert fresh(tool).status == EntryStatus.HIDDEN


def test_revert_that_would_contradict_is_refused_and_writes_nothing():
    case = UseCaseFactory(since="2015", until="2016")
    change = edit(case, since="", until="")
    edit(case, since="2020")

    with pytest.raises(ValidationError, match="before the start"):
        actions.revert(change, NOBODY)

    assert fresh(case).version == 3


def test_reverts_can_be_reverted():
    tool = ToolFactory(licence="MIT")
    taken_back = actions.revert(edit(tool, licence="ISC"), NOBODY).change

    actions.revert(taken_back, NOBODY)

    assert fresh(tool).licence == "ISC"


def test_version_comes_back_whole():
    tag, organization = TagFactory(), OrganizationFactory()
    links = [link("developed_by", organization, since="2016")]
    tool = ToolFactory(licence="MIT", tags=[tag], links=links, summary="Votes.")
    before = fresh(tool).record()
    edit(tool, licence="", tags=[], links=[], texts={}, name="Another")

    made = actions.restore(tool, 1, NOBODY, seen=2).change

    assert fresh(tool).record() == before
    assert made.version == 3


def test_version_does_not_come_back_over_a_change_nobody_had_seen():
    tool = ToolFactory(licence="MIT")
    edit(tool, licence="ISC")
    edit(tool, state="active")

    with pytest.raises(Overtaken):
        actions.restore(tool, 1, NOBODY, seen=2)

    assert fresh(tool).version == 3


def test_fact_is_confirmed_once_a_day_by_one_person(contributor, moderator):
    tool = ToolFactory(licence="MIT")

    made = [
        actions.confirm(tool, "licence", person)
        for person in (contributor, contributor, moderator)
    ]

    assert [bool(one) for one in made] == [True, False, True]
    assert tool.confirmations.count() == 2

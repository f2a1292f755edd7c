"""What cannot be taken is refused with a message at its field, and nothing else."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalogue import records
from catalogue.models import Entry, EntryStatus, SearchRow, Slug, Tag
from contributions import actions
from contributions.actions import NewEntry, Why
from contributions.models import Change
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)

NOBODY = Why(by=None)

pytestmark = pytest.mark.django_db


def fresh(entry: Entry) -> Entry:
    return type(entry).objects.get(pk=entry.pk)


LONG = "x" * 10_000
SURROGATE = "\ud800"
REFUSED: list[tuple[str, str, Any]] = [
    ("tool", "name", ""),
    ("tool", "name", " "),
    ("tool", "name", "\t"),
    ("tool", "name", "\N{NO-BREAK SPACE}"),
    ("tool", "name", " Decidim"),
    ("tool", "name", 3),
    ("tool", "name", None),
    ("tool", "name", ["Decidim"]),
    ("tool", "name", LONG),
    ("tool", "name", "De\0cidim"),
    ("tool", "name", SURROGATE),
    ("tool", "language", "French"),
    ("tool", "language", "f" * 40),
    ("tool", "website", "decidim.org"),
    ("tool", "website", "javascript:alert(1)"),
    ("tool", "website", "ftp://decidim.org"),
    ("tool", "website", "https://decidim.org/\0"),
    ("tool", "website", "https://decidim.org/ and more"),
    ("tool", "website", "http://[::1"),
    ("tool", "website", "https://decidim.org/" + LONG),
    ("tool", "website", {"en": "https://decidim.org"}),
    ("tool", "repository", "git@github.com:decidim/decidim"),
    ("tool", "repository", "//github.com/decidim"),
    ("tool", "licence", "GPL"),
    ("tool", "licence", "AGPL-3.0"),
    ("tool", "form", "paper"),
    ("tool", "state", "asleep"),
    ("tool", "platforms", "web"),
    ("tool", "platforms", ["telex"]),
    ("tool", "platforms", [["web"]]),
    ("tool", "platforms", None),
    ("tool", "programming_languages", ["Ru\0by"]),
    ("tool", "programming_languages", [""]),
    ("tool", "programming_languages", [LONG]),
    ("tool", "programming_languages", [3]),
    ("tool", "interface_languages", ["English"]),
    ("tool", "interface_languages", {"en": "English"}),
    ("use_case", "country", "XX"),
    ("use_case", "country", "fr"),
    ("use_case", "place", "Par\0is"),
    ("use_case", "since", "2016-02-31"),
    ("use_case", "since", "16"),
    ("use_case", "until", 2016),
    ("use_case", "outcome", LONG),
    ("use_case", "outcome", "\0"),
    ("use_case", "ended_because", "Money"),
    ("organization", "country", "France"),
    ("organization", "type", "club"),
    ("organization", "licence", "MIT"),
    ("tool", "slug", "mine"),
    ("tool", "id", 7),
    ("tool", "status", "hidden"),
    ("tool", "version", 9),
    ("tool", "nonsense", "x"),
    ("tool", "texts", []),
    ("tool", "texts", "x"),
    ("tool", "texts", {"en": "x"}),
    ("tool", "texts", {"en": {"summary": 3}}),
    ("tool", "texts", {"en": {"summary": None}}),
    ("tool", "texts", {"en": {"is_original": "yes"}}),
    ("tool", "texts", {"en": {"title": "x"}}),
    ("tool", "texts", {"en": {"name": LONG}}),
    ("tool", "texts", {"en": {"summary": LONG}}),
    ("tool", "texts", {"en": {"description": LONG + "x"}}),
    ("tool", "texts", {"en": {"summary": "\0"}}),
    ("tool", "texts", {"en": {"description": SURROGATE}}),
    ("tool", "texts", {"English": {"summary": "x"}}),
    ("tool", "texts", {"e\0n": {"summary": "x"}}),
    ("tool", "texts", {"": {"summary": "x"}}),
    ("tool", "texts", {3: {"summary": "x"}}),
    ("tool", "texts", {"en": text(), "fr": text()}),
    ("tool", "texts", {"en": text(outdated=True)}),
    ("tool", "tags", "x"),
    ("tool", "tags", ["citizens"]),
    ("tool", "tags", [None]),
    ("tool", "tags", [True]),
    ("tool", "tags", [999_999]),
    ("tool", "tags", [0]),
    ("tool", "tags", [-1]),
    ("tool", "tags", [2**63]),
    ("tool", "tags", [2**63 - 1]),
    ("tool", "tags", [10**30]),
    ("tool", "tags", {"added": [1]}),
    ("tool", "links", [{}]),
    ("tool", "links", {}),
    ("tool", "links", "x"),
    ("tool", "links", [7]),
    ("tool", "links", [{"role": "built_on"}]),
    ("tool", "links", [{"role": "built_on", "object": 999_999}]),
    ("tool", "links", [{"role": "built_on", "object": 10**30}]),
    ("tool", "links", [{"role": "built_on", "object": "decidim"}]),
    ("tool", "links", [{"role": "built_on", "object": True}]),
    ("tool", "links", [{"role": "loves", "object": 1}]),
    ("tool", "links", [{"role": ["built_on"], "object": 1}]),
    ("tool", "links", [{"role": "built_on", "object": 1, "since": "16"}]),
    ("tool", "links", [{"role": "built_on", "object": 1, "since": 2016}]),
    ("tool", "links", [{"role": "built_on", "object": 1, "source": "\0"}]),
    ("tool", "links", [{"role": "built_on", "object": 1, "source": LONG}]),
    ("tool", "links", [{"role": "built_on", "object": 1, "note": ""}]),
]


def shown(value: Any) -> str:
    return ascii(value)[:50]


@pytest.mark.parametrize(("kind", "field", "value"), REFUSED, ids=shown)
def test_create_refuses_with_a_message_at_the_field(
    kind: str, field: str, value: Any
) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.create(kind, {"name": "Decidim", field: value}, NOBODY)

    assert list(refusal.value.message_dict) == [field]
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("kind", "field", "value"), REFUSED, ids=shown)
def test_edit_refuses_with_a_message_at_the_field(
    kind: str, field: str, value: Any
) -> None:
    entry = actions.create(kind, {"name": "Decidim"}, NOBODY)
    before = fresh(entry).record()

    with pytest.raises(ValidationError) as refusal:
        actions.edit(entry, {field: value}, NOBODY)

    assert list(refusal.value.message_dict) == [field]
    assert fresh(entry).record() == before
    assert entry.changes.count() == fresh(entry).version == 1


@pytest.mark.parametrize("values", [None, [], "x", 3])
def test_what_is_no_record_is_refused(values: Any) -> None:
    with pytest.raises(ValidationError):
        actions.create("tool", values, NOBODY)


def test_all_that_is_wrong_is_told_at_once() -> None:
    record = {
        "name": "",
        "licence": "GPL",
        "texts": {"English": {}},
        "links": [{"role": "loves", "object": 1}],
    }

    with pytest.raises(ValidationError) as refusal:
        actions.create("tool", record, NOBODY)

    assert set(refusal.value.message_dict) == set(record)


@pytest.mark.parametrize("reason", ["comment", "source"])
@pytest.mark.parametrize("value", ["x" * 501, "\0", SURROGATE, 3], ids=shown)
def test_reasons_that_cannot_be_kept_are_refused(reason: str, value: Any) -> None:
    entry = ToolFactory()
    why = Why(by=None, **{reason: value})

    for act in (
        lambda: actions.create("tool", {"name": "A"}, why),
        lambda: actions.edit(entry, {"licence": "MIT"}, why),
        lambda: actions.set_status(entry, EntryStatus.HIDDEN, why),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert list(refusal.value.message_dict) == [reason]


def test_status_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="status does not exist"):
        actions.set_status(ToolFactory(), "asleep", NOBODY)


def test_role_between_the_wrong_kinds_is_refused() -> None:
    organization = OrganizationFactory()

    with pytest.raises(ValidationError) as refusal:
        ToolFactory(links=[link("uses", organization)])

    assert refusal.value.message_dict == {
        "links": ["This role does not fit these two entries."]
    }


def test_link_to_itself_is_refused() -> None:
    tool = ToolFactory()

    with pytest.raises(ValidationError) as refusal:
        actions.edit(tool, {"links": [link("built_on", tool)]}, NOBODY)

    assert refusal.value.message_dict == {
        "links": ["An entry cannot be linked to itself."]
    }


def test_symmetric_link_that_stands_at_the_other_end_is_refused() -> None:
    tool = ToolFactory()
    other = ToolFactory(links=[link("works_with", tool)])

    with pytest.raises(ValidationError) as refusal:
        actions.edit(tool, {"links": [link("works_with", other)]}, NOBODY)

    assert refusal.value.message_dict == {"links": ["These two are linked so already."]}


def test_same_link_twice_with_other_dates_is_refused() -> None:
    tool = ToolFactory()
    twice = [link("uses", tool, since="2015"), link("uses", tool, since="2016")]

    with pytest.raises(ValidationError) as refusal:
        UseCaseFactory(links=twice)

    assert list(refusal.value.message_dict) == ["links"]


def test_link_that_ends_before_it_starts_is_refused() -> None:
    tool = ToolFactory()

    with pytest.raises(ValidationError) as refusal:
        UseCaseFactory(links=[link("uses", tool, since="2016", until="2015")])

    assert refusal.value.message_dict == {"links": ["The end lies before the start."]}


@pytest.mark.parametrize(
    "wrong",
    [{"name": "B", "licence": "GPL"}, {"name": "B", "tags": [999_999]}, {"name": ""}],
)
def test_one_wrong_entry_keeps_all_others_out(wrong: records.Record) -> None:
    news = [NewEntry("tool", {"name": "A"}), NewEntry("tool", wrong)]

    with pytest.raises(ValidationError):
        actions.create_many(news, NOBODY)

    assert not Entry.objects.exists()
    assert not Change.objects.exists()
    assert not Slug.objects.exists()
    assert not SearchRow.objects.exists()


def test_refusal_of_many_names_the_wrong_one() -> None:
    organization = OrganizationFactory()
    news = [
        NewEntry("tool", {"name": "A"}),
        NewEntry("tool", {"name": "B", "links": [link("uses", organization)]}),
        NewEntry("tool", {"name": "C"}),
    ]

    with pytest.raises(ValidationError) as refusal:
        actions.create_many(news, NOBODY)

    assert refusal.value.new is news[1]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "N\0"}),
        ("slug", {"slug": ""}),
        ("kind", {"kind": "mood"}),
        ("labels", {"labels": ["Vote"]}),
        ("labels", {"labels": {"fr": 3}}),
        ("synonyms", {"synonyms": "vote"}),
        ("synonyms", {"synonyms": ["v" * 101]}),
    ],
)
def test_wrong_tag_is_refused_at_its_field(field: str, values: dict) -> None:
    tag = Tag(**{"name": "Voting", "slug": "voting", **values})

    with pytest.raises(ValidationError) as refusal:
        actions.create_tags([tag])

    assert list(refusal.value.message_dict) == [field]
    assert not Tag.objects.exists()


def test_second_tag_of_a_name_is_refused() -> None:
    TagFactory(name="Voting")

    with pytest.raises(ValidationError):
        TagFactory(name="Voting", slug="another")


def test_refused_action_leaves_the_transaction_around_it_usable() -> None:
    with transaction.atomic():
        with pytest.raises(ValidationError):
            ToolFactory(links=[link("uses", OrganizationFactory())])
        tool = ToolFactory()

    assert fresh(tool)


def test_tag_of_an_entry_cannot_vanish() -> None:
    tag = TagFactory()
    ToolFactory(tags=[tag])

    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.filter(pk=tag.pk)._raw_delete("default")
        transaction.get_connection().check_constraints()

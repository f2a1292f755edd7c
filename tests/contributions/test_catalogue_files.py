"""The catalogue as files: what is written is read back, and nothing half-read stays."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from catalogue.models import Entry, EntryStatus, Tag, Tool
from contributions import actions, catalogue_files, sequences
from contributions.actions import NewEntry, Why
from contributions.catalogue_files import Outcome
from contributions.models import Batch, Change
from organizations.models import Organization
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)
from tests.lines import write_lines
from tests.tables import empty_the_catalogue
from usecases.models import UseCase

NOBODY = Why(by=None)

pytestmark = pytest.mark.django_db


def load(folder: Path) -> Outcome:
    return catalogue_files.import_from(folder, NOBODY)


def export(folder: Path) -> dict[str, bytes]:
    """What the catalogue looks like as files."""
    catalogue_files.export_to(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def lines_of(folder: Path, name: str) -> list[dict[str, Any]]:
    catalogue_files.export_to(folder)
    return [json.loads(line) for line in (folder / name).read_bytes().splitlines()]


@pytest.fixture
def catalogue() -> None:
    """A small catalogue with all that an entry can have."""
    tag = TagFactory(
        name="Élections", slug="élections", synonyms=["الانتخابات", "vote"]
    )
    actions.create_tags(
        [Tag(name="Open source", slug="oss", kind="technology", labels={"fr": "Libre"})]
    )
    city = OrganizationFactory(name="台北市", type="local government", country="TW")
    country = OrganizationFactory(links=[link("part_of", city, until="2001-02")])
    actions.edit(city, {"links": [link("part_of", country, since="1999")]}, NOBODY)
    hidden = ToolFactory(hidden=True, links=[link("developed_by", city)])
    held = OrganizationFactory(held=True)
    tool = ToolFactory(
        name="Décidons",
        language="fr",
        website="https://decidons.example/",
        form="software",
        repository="https://git.example/decidons",
        licence="AGPL-3.0-or-later",
        programming_languages=["Ruby", "C"],
        platforms=["web", "android"],
        interface_languages=["fr", "zh-Hant"],
        state="active",
        tags=[tag, *Tag.objects.filter(slug="oss")],
        texts={
            "fr": text("Compte « les » voix.", description="Ligne\nautre\u2028ligne"),
            "ar": {"name": "لنقرر", "summary": "يعدّ الأصوات.", "outdated": True},
        },
        links=[
            link("developed_by", city, since="2016", source="https://a.example"),
            link("works_with", hidden),
            link("funded_by", held),
        ],
    )
    other = ToolFactory(
        links=[link("built_on", tool), link("alternative_to", tool, since="2016-02-29")]
    )
    links = [*fresh(tool).record()["links"], link("built_on", other)]
    actions.edit(tool, {"links": links}, Why(None, source="https://b.example"))
    actions.edit(other, {"name": "Second name"}, NOBODY)
    actions.edit(other, {"name": "Third name"}, NOBODY)
    UseCaseFactory(
        name='Vote "2016" \\ 🗳️',
        country="EU",
        place="Reykjavík",
        since="2016-12",
        until="2016-12-07",
        state="ended",
        ended_because="Money",
        outcome="Read.",
        summary="Voted.",
        links=[link("uses", tool), link("run_by", city), link("uses", hidden)],
    )


def fresh(entry: Entry) -> Entry:
    return type(entry).objects.get(pk=entry.pk)


GOOD = {"slug": "good", "name": "Good"}

# Round trips


def test_files_of_an_empty_instance_are_those_it_was_filled_from(
    catalogue: None, tmp_path: Path
) -> None:
    written = export(tmp_path / "one")
    empty_the_catalogue()

    load(tmp_path / "one")

    assert export(tmp_path / "other") == written
    assert Entry.objects.count() == 5


def test_hidden_and_merged_tags_come_back_as_they_were(
    moderator: User, tmp_path: Path
) -> None:
    hidden, kept = TagFactory(name="Hidden"), TagFactory(name="Kept")
    first, last = TagFactory(name="A first"), TagFactory(name="Z last")
    ToolFactory(tags=[first])
    actions.edit_tag(hidden, {"is_hidden": True}, moderator, "Spam.")
    actions.merge_tags([first], last, moderator, "The same.")
    actions.merge_tags([last], kept, moderator, "The same.")
    written = export(tmp_path / "one")
    empty_the_catalogue()

    load(tmp_path / "one")

    assert export(tmp_path / "other") == written
    assert Tag.objects.get(slug=hidden.slug).is_hidden
    ends = dict(
        Tag.objects.exclude(merged_into=None).values_list("slug", "merged_into")
    )
    assert ends == {first.slug: last.pk, last.slug: kept.pk}


def test_known_tag_stays_as_it_is_here(moderator: User, tmp_path: Path) -> None:
    tag = TagFactory(name="Votes")
    line = {"slug": tag.slug, "name": "Votes", "is_hidden": True}
    write_lines(tmp_path, tags=[line])

    assert load(tmp_path).tags == 0
    assert not Tag.objects.get().is_hidden


def test_second_import_changes_nothing(catalogue: None, tmp_path: Path) -> None:
    catalogue_files.export_to(tmp_path)
    before = records()

    outcome = load(tmp_path)

    assert (outcome.created, outcome.changed, outcome.tags) == (0, 0, 0)
    assert outcome.unchanged == 5
    assert records() == before


def records() -> list[tuple]:
    return [
        (entry.pk, entry.slug, entry.status, entry.version, entry.record())
        for model in (Tool, UseCase, Organization)
        for entry in model.objects.order_by("pk")
    ]


def test_every_entry_of_an_import_has_a_change_with_its_source(tmp_path: Path) -> None:
    write_lines(
        tmp_path, tools=[{"slug": "a", "name": "A", "source": "https://a.example"}]
    )

    load(tmp_path)

    change = Change.objects.get()
    assert (change.entry.slug, change.source) == ("a", "https://a.example")


def test_lines_are_sorted_and_say_only_what_is_known(tmp_path: Path) -> None:
    ToolFactory(name="B")
    ToolFactory(name="A", licence="MIT", tags=[TagFactory(slug="z", name="Z")])

    lines = lines_of(tmp_path, "tools.jsonl")

    assert [line["slug"] for line in lines] == ["a", "b"]
    assert lines[0] == {
        "id": Tool.objects.get(slug="a").pk,
        "slug": "a",
        "name": "A",
        "licence": "MIT",
        "tags": ["z"],
    }


def test_hidden_entries_are_left_out_with_the_links_to_them(
    catalogue: None, tmp_path: Path
) -> None:
    files = export(tmp_path)

    hidden = Entry.objects.exclude(status=EntryStatus.PUBLISHED)
    for entry in hidden:
        assert entry.slug.encode() not in b"".join(files.values())
    assert hidden.count() == 2


def test_old_addresses_are_read_back(tmp_path: Path) -> None:
    line = {"slug": "new", "old_slugs": ["older", "old"], "name": "New"}
    write_lines(tmp_path, tools=[line])

    load(tmp_path)

    tool = Tool.objects.get(slug="new")
    assert set(tool.slugs.values_list("slug", flat=True)) == {"new", "old", "older"}
    assert ToolFactory(name="Old").slug == "old-2"


# Changed lines


def test_changed_line_makes_one_change(catalogue: None, tmp_path: Path) -> None:
    lines = lines_of(tmp_path, "tools.jsonl")
    [line] = [line for line in lines if line.get("licence")]
    line["licence"] = "MIT"
    before = Change.objects.count()

    outcome = load(write_lines(tmp_path, tools=lines))

    change = Change.objects.latest("pk")
    assert (outcome.changed, Change.objects.count()) == (1, before + 1)
    assert change.fields == {"licence": {"from": "AGPL-3.0-or-later", "to": "MIT"}}
    assert change.entry_id == line["id"]


def test_renamed_line_is_recognized_by_its_old_address(tmp_path: Path) -> None:
    tool = ToolFactory(name="Old")
    line = {"id": 999, "slug": "new", "old_slugs": ["old"], "name": "New"}

    outcome = load(write_lines(tmp_path, tools=[line]))

    assert (outcome.created, outcome.changed) == (0, 1)
    assert Tool.objects.get(pk=tool.pk).slug == "new"


def test_line_with_an_old_address_changes_the_entry_that_had_it(
    tmp_path: Path,
) -> None:
    tool = ToolFactory(name="Old")
    actions.edit(tool, {"name": "New"}, NOBODY)

    load(
        write_lines(tmp_path, tools=[{"slug": "old", "name": "New", "licence": "MIT"}])
    )

    assert Tool.objects.get().licence == "MIT"
    assert Tool.objects.get().slug == "new"


def test_import_leaves_links_to_entries_that_files_never_name(tmp_path: Path) -> None:
    hidden = ToolFactory(hidden=True)
    tool = ToolFactory(name="Seen", links=[link("built_on", hidden)])
    lines = lines_of(tmp_path, "tools.jsonl")

    outcome = load(write_lines(tmp_path, tools=[{**lines[0], "licence": "MIT"}]))

    assert outcome.changed == 1
    assert fresh(tool).links_from.get().object_id == hidden.pk


def test_import_does_not_publish_what_is_hidden_here(tmp_path: Path) -> None:
    tool = ToolFactory(name="Seen")
    catalogue_files.export_to(tmp_path)
    actions.set_status(tool, EntryStatus.HIDDEN, NOBODY)

    outcome = load(tmp_path)

    assert outcome.unchanged == 1
    assert fresh(tool).status == EntryStatus.HIDDEN


def test_entries_that_no_line_names_stay(tmp_path: Path) -> None:
    tool = ToolFactory(name="Ours")

    load(write_lines(tmp_path, tools=[{"slug": "theirs", "name": "Theirs"}]))

    assert fresh(tool).status == EntryStatus.PUBLISHED


# Ids


def test_ids_of_the_lines_are_kept(tmp_path: Path) -> None:
    write_lines(
        tmp_path,
        tags=[{"id": 70, "slug": "t", "name": "T", "kind": "topic"}],
        tools=[{"id": 700, "slug": "a", "name": "A"}],
    )

    load(tmp_path)

    assert (Tool.objects.get().pk, Tag.objects.get().pk) == (700, 70)
    assert ToolFactory().pk > 700
    assert TagFactory().pk > 70


def test_ids_that_others_have_are_replaced_and_links_follow(tmp_path: Path) -> None:
    taken, tag = ToolFactory(), TagFactory()
    maker = {"id": taken.pk + 1, "slug": "m", "name": "M"}
    tool = {
        "id": taken.pk,
        "slug": "a",
        "name": "A",
        "tags": ["t"],
        "links": [
            {"role": "developed_by", "object": "organization/m"},
            {"role": "built_on", "object": "tool/b"},
        ],
    }
    other = {
        "slug": "b",
        "name": "B",
        "links": [{"role": "built_on", "object": "tool/a"}],
    }
    write_lines(
        tmp_path,
        tags=[{"id": tag.pk, "slug": "t", "name": "T"}],
        tools=[tool, other],
        organizations=[maker],
    )

    load(tmp_path)

    loaded, second = Tool.objects.get(slug="a"), Tool.objects.get(slug="b")
    objects = {item.role: item.object.slug for item in loaded.links_from.all()}
    assert loaded.pk != taken.pk
    assert Organization.objects.get().pk == taken.pk + 1
    assert objects == {"developed_by": "m", "built_on": "b"}
    assert second.links_from.get().object_id == loaded.pk
    assert [row.tag.slug for row in loaded.entry_tags.all()] == ["t"]
    assert fresh(taken).name == taken.name


def test_lines_may_link_to_entries_that_only_this_instance_has(tmp_path: Path) -> None:
    maker = OrganizationFactory(name="Old")
    actions.edit(maker, {"name": "New"}, NOBODY)
    links = [{"role": "developed_by", "object": "organization/old"}]

    load(write_lines(tmp_path, tools=[{"slug": "a", "name": "A", "links": links}]))

    assert Tool.objects.get().links_from.get().object_id == maker.pk


def test_line_without_an_id_beside_ids_that_lie_ahead(tmp_path: Path) -> None:
    [last] = sequences.reserve_ids(1)
    ahead = [{"id": last + n, "slug": f"a{n}", "name": "A"} for n in range(1, 4)]

    load(write_lines(tmp_path, tools=[*ahead, {"slug": "b", "name": "B"}]))

    assert Tool.objects.get(slug="b").pk > last + 3


# Tags


def test_tag_that_is_here_already_stays_as_it_is(tmp_path: Path) -> None:
    tag = TagFactory(slug="voting", name="Voting here")

    load(write_lines(tmp_path, tags=[{"slug": "voting", "name": "Voting there"}]))

    tag.refresh_from_db()
    assert tag.name == "Voting here"


# Commands


def test_import_command_makes_one_batch(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    write_lines(tmp_path, tools=[GOOD], organizations=[GOOD])

    call_command("import_catalogue", tmp_path, "--label", "Two", "--comment", "Why not")

    batch = Batch.objects.get()
    assert (batch.kind, batch.label) == ("import", "Two")
    assert {change.comment for change in batch.changes.all()} == {"Why not"}
    assert batch.changes.count() == 2
    assert "2 entries created" in capsys.readouterr().out


def test_import_command_that_changes_nothing_leaves_no_batch(
    catalogue: None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    call_command("export_catalogue", tmp_path)

    call_command("import_catalogue", tmp_path)

    assert not Batch.objects.exists()
    assert "0 entries created, 0 changed, 5 as they were" in capsys.readouterr().out


def test_import_command_lets_queries_be_planned_for_what_came(tmp_path: Path) -> None:
    lines = [{"slug": f"a{number}", "name": "A"} for number in range(50)]

    call_command("import_catalogue", write_lines(tmp_path, tools=lines))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname = 'catalogue_tool'"
        )
        assert cursor.fetchone()[0] >= 50


def test_import_command_shows_how_far_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    call_command("import_catalogue", write_lines(tmp_path, tools=[GOOD]), "--progress")

    assert "Loading the catalogue" in capsys.readouterr().err


def test_import_command_tells_a_broken_line_in_a_sentence(tmp_path: Path) -> None:
    write_lines(tmp_path, tools=["{"])

    with pytest.raises(
        CommandError, match=r"Nothing was imported. tools.jsonl, line 1"
    ):
        call_command("import_catalogue", tmp_path)

    assert not Batch.objects.exists()


@pytest.mark.parametrize("name", ["missing", "file", "empty"])
def test_import_command_refuses_what_holds_no_catalogue(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()

    with pytest.raises(CommandError, match=name):
        call_command("import_catalogue", tmp_path / name)


def test_export_command_tells_that_a_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_catalogue", tmp_path / "file")


def test_many_entries_are_loaded_in_few_statements(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    lines = [{"slug": f"a{n}", "name": "A"} for n in range(200)]
    write_lines(tmp_path, organizations=lines)

    with django_assert_max_num_queries(260):
        load(tmp_path)

    with django_assert_max_num_queries(30):
        load(tmp_path)


def test_new_entries_may_be_given_with_everything() -> None:
    new = NewEntry("tool", {"name": "A"}, slug="b", old_slugs=["c"])

    [entry] = actions.create_many([new], NOBODY)

    assert set(entry.slugs.values_list("slug", flat=True)) == {"b", "c"}

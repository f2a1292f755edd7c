"""The database refuses what is not in the change log, in real transactions."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from catalogue.models import Entry, EntryTag, EntryText, Link, Slug, Tool
from contributions import actions, guards
from contributions.actions import NewEntry, Why
from contributions.errors import explain
from contributions.models import Change
from organizations.models import Organization
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)
from usecases.models import UseCase

TABLES = {
    "catalogue_entry": "name",
    "catalogue_tool": "licence",
    "usecases_usecase": "place",
    "organizations_organization": "country",
    "catalogue_entrytext": "summary",
    "catalogue_entrytag": "tag_id",
    "catalogue_link": "source",
    "catalogue_slug": "slug",
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tool() -> Tool:
    """A tool that fills every table together with what it is linked to."""
    organization = OrganizationFactory()
    tool = ToolFactory(
        summary="Counts votes.",
        tags=[TagFactory()],
        links=[link("developed_by", organization)],
    )
    UseCaseFactory(links=[link("uses", tool)])
    return tool


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def insert_entry() -> None:
    now = timezone.now()
    entry = Entry.objects.create(
        kind="tool", slug="a", name="A", created_at=now, updated_at=now
    )
    Slug.objects.create(kind="tool", slug="a", entry=entry)


def insert_change(entry: Entry) -> None:
    Change.objects.create(
        entry_id=entry.pk,
        version=99,
        created_at=timezone.now(),
        fields={"name": {"from": "A", "to": "B"}},
    )


def refusal_of(write: Callable[[], object]) -> str:
    """The guard that refuses a write in a transaction of its own."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    return refusal.value.__cause__.diag.constraint_name


def announced(write: Callable[[], object]) -> Callable[[], object]:
    def act() -> None:
        with guards.announced():
            write()

    return act


def test_guards_stand_on_every_table_of_entries() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text ORDER BY tgname)"
            " FROM pg_trigger WHERE tgname LIKE 'guard%' GROUP BY tgrelid"
        )
        guarded = dict(cursor.fetchall())

    assert guarded == {table: ["guard_announced", "guard_change"] for table in TABLES}


@pytest.mark.parametrize(("table", "column"), TABLES.items())
def test_update_without_announcing_is_refused(
    tool: Tool, table: str, column: str
) -> None:
    sql = f"UPDATE {table} SET {column} = {column}"

    assert refusal_of(lambda: run(sql)) == "guard_announced"


@pytest.mark.parametrize("table", TABLES)
def test_delete_without_announcing_is_refused(tool: Tool, table: str) -> None:
    assert refusal_of(lambda: run(f"DELETE FROM {table}")) == "guard_announced"


@pytest.mark.parametrize("table", TABLES)
def test_insert_without_announcing_is_refused(tool: Tool, table: str) -> None:
    sql = f"INSERT INTO {table} DEFAULT VALUES"

    assert refusal_of(lambda: run(sql)) == "guard_announced"


@pytest.mark.parametrize(("table", "column"), TABLES.items())
def test_update_without_a_change_is_refused_at_commit(
    tool: Tool, table: str, column: str
) -> None:
    sql = f"UPDATE {table} SET {column} = {column}"

    assert refusal_of(announced(lambda: run(sql))) == "guard_change"


@pytest.mark.parametrize(
    "model", [EntryText, EntryTag, Link], ids=lambda model: model.__name__
)
def test_delete_without_a_change_is_refused_at_commit(
    tool: Tool, model: type[EntryText]
) -> None:
    rows = model.objects.all()

    assert refusal_of(announced(lambda: rows._raw_delete("default"))) == "guard_change"


def test_old_address_cannot_be_deleted_without_a_change(tool: Tool) -> None:
    old = tool.slug
    actions.edit(tool, {"name": "Another"}, Why(by=None))

    rows = Slug.objects.filter(slug=old)

    assert refusal_of(announced(lambda: rows._raw_delete("default"))) == "guard_change"


def test_insert_without_a_change_is_refused_at_commit(tool: Tool) -> None:
    write = announced(lambda: Slug.objects.create(kind="tool", slug="b", entry=tool))

    assert refusal_of(write) == "guard_change"


@pytest.mark.parametrize(
    "write",
    [
        insert_entry,
        lambda: Entry.objects.update(status="hidden"),
        lambda: Tool.objects.update(licence="MIT"),
        lambda: UseCase.objects.update(place="Paris"),
        lambda: Organization.objects.update(country="FR"),
        lambda: Entry.objects.first().save(),
        lambda: Entry.objects.bulk_update(Entry.objects.all(), ["name"]),
        lambda: Tool.objects.first().tags.add(TagFactory()),
        lambda: Tool.objects.first().tags.clear(),
        lambda: Tool.objects.first().texts.create(language="fr"),
        lambda: EntryText.objects.bulk_create(
            [EntryText(entry=Tool.objects.first(), language="fr")]
        ),
        lambda: EntryText.objects.update_or_create(
            entry=Tool.objects.first(), language="en", defaults={"summary": "New."}
        ),
        lambda: Link.objects.all().delete(),
        lambda: run("WITH gone AS (DELETE FROM catalogue_link RETURNING 1) SELECT 1"),
    ],
)
def test_no_way_of_writing_gets_around_the_guards(
    tool: Tool, write: Callable[[], object]
) -> None:
    assert refusal_of(write) == "guard_announced"
    assert refusal_of(announced(write)) == "guard_change"
    assert Tool.objects.get().record() == tool.record()


def test_refused_write_leaves_nothing(tool: Tool) -> None:
    before = list(Entry.objects.order_by("pk").values())

    refusal_of(announced(lambda: Entry.objects.update(name="Changed")))

    assert list(Entry.objects.order_by("pk").values()) == before


def test_change_of_another_entry_does_not_count(tool: Tool) -> None:
    other = ToolFactory()

    def write() -> None:
        Entry.objects.filter(pk=tool.pk).update(name="B")
        insert_change(other)

    assert refusal_of(announced(write)) == "guard_change"


def test_change_of_an_earlier_transaction_does_not_count(tool: Tool) -> None:
    insert_change(tool)

    write = announced(lambda: Entry.objects.filter(pk=tool.pk).update(name="B"))

    assert refusal_of(write) == "guard_change"


def test_write_with_its_change_is_let_through(tool: Tool) -> None:
    with transaction.atomic(), guards.announced():
        Entry.objects.filter(pk=tool.pk).update(name="B")
        insert_change(tool)

    assert Entry.objects.get(pk=tool.pk).name == "B"


def test_announcement_ends_with_its_transaction(tool: Tool) -> None:
    actions.edit(tool, {"licence": "MIT"}, Why(by=None))

    write = lambda: Tool.objects.update(licence="GPL-2.0-only")  # noqa: E731

    assert refusal_of(write) == "guard_announced"


def test_announcement_of_an_action_ends_with_it(tool: Tool) -> None:
    def write() -> None:
        actions.edit(tool, {"licence": "MIT"}, Why(by=None))
        Tool.objects.update(licence="GPL-2.0-only")

    assert refusal_of(write) == "guard_announced"


def test_action_inside_a_migration_keeps_the_escape(tool: Tool) -> None:
    other = ToolFactory()

    with transaction.atomic():
        guards.announce_migration()
        Tool.objects.filter(pk=other.pk).update(state="active")
        actions.edit(tool, {"licence": "MIT"}, Why(by=None))
        Tool.objects.filter(pk=other.pk).update(licence="MIT")

    assert Tool.objects.get(pk=other.pk).licence == "MIT"


def test_refused_action_takes_its_announcement_back(tool: Tool) -> None:
    def write() -> None:
        with pytest.raises(ValidationError):
            actions.edit(tool, {"licence": "none"}, Why(by=None))
        Tool.objects.update(licence="MIT")

    assert refusal_of(write) == "guard_announced"


def test_escape_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError):
        guards.announce_migration()


def test_migration_may_write_without_changes(tool: Tool) -> None:
    with transaction.atomic():
        guards.announce_migration()
        Entry.objects.filter(pk=tool.pk).update(name="B")
        EntryText.objects.all().delete()

    assert Entry.objects.get(pk=tool.pk).name == "B"
    assert not EntryText.objects.exists()


@pytest.mark.parametrize("write", [insert_entry, announced(insert_entry)])
def test_refusal_of_a_guard_can_be_shown(write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()

    assert explain(refusal.value).messages


WHOLE = """
SELECT relname, seq_scan FROM pg_stat_xact_user_tables
WHERE relname IN ('contributions_change', 'catalogue_entry') AND seq_scan > 9
"""


def test_each_of_many_rows_is_checked_by_an_index() -> None:
    """Also where the connection planned the checks when the tables were small."""
    ToolFactory.create_batch(3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    news = [NewEntry("tool", {"name": f"Tool {n}"}) for n in range(30)]

    with transaction.atomic(), connection.cursor() as cursor:
        actions.create_many(news, Why(by=None))
        cursor.execute(WHOLE)
        read = cursor.fetchall()

    assert read == []

"""The database keeps the truth: each named constraint refuses what it is there for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from catalogue.models import (
    CatalogueVersion,
    Entry,
    EntryTag,
    EntryText,
    FacetValue,
    Link,
    Slug,
)
from catalogue.models.link import ROLE_KINDS, SYMMETRIC_ROLES, Role
from catalogue.vocabularies import KindName
from contributions import guards
from contributions.errors import explain
from tests.constraints import AROUND_ENTRIES, Break
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
)

COMPOSITE_KEYS = {
    "link_subject_kind",
    "link_object_kind",
    "slug_kind",
    "slug_of_entry",
    "entry_slug_kept",
}


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    organization = OrganizationFactory()
    tag = TagFactory()
    tool = ToolFactory(
        summary="Counts votes.",
        tags=[tag],
        links=[link("developed_by", organization, since="2016")],
    )
    other = ToolFactory()
    case = UseCaseFactory()
    return SimpleNamespace(
        organization=organization, tag=tag, tool=tool, other=other, case=case
    )


@contextmanager
def raw_writes() -> Iterator[None]:
    """Writes past the actions, checked by the database before they are undone."""
    with transaction.atomic():
        guards.announce_migration()
        yield
        connection.check_constraints()


def change(entry: models.Model, **values: Any) -> None:
    type(entry).objects.filter(pk=entry.pk).update(**values)


def change_entry(entry: Entry, **values: Any) -> None:
    Entry.objects.filter(pk=entry.pk).update(**values)


def change_link(world: SimpleNamespace, **values: Any) -> None:
    Link.objects.filter(subject=world.tool).update(**values)


def add_text(world: SimpleNamespace, **values: Any) -> None:
    EntryText.objects.create(entry=world.tool, **{"language": "fr", **values})


def add_link(subject: Entry, role: str, to: Entry, **values: Any) -> None:
    Link.objects.create(
        **{
            "subject_id": subject.pk,
            "subject_kind": subject.kind,
            "role": role,
            "object_id": to.pk,
            "object_kind": to.kind,
            **values,
        }
    )


def add_both_ways(world: SimpleNamespace) -> None:
    add_link(world.tool, "works_with", world.other)
    add_link(world.other, "works_with", world.tool)


def add_slug(entry: Entry, slug: str, kind: str = "") -> None:
    Slug.objects.create(kind=kind or entry.kind, slug=slug, entry_id=entry.pk)


def drop(table: str, constraint: str) -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint} CASCADE")


def repeat_slug_without_namespace(world: SimpleNamespace) -> None:
    """The narrower key of the namespace would speak first."""
    drop("catalogue_slug", "slug_unique")
    add_slug(world.tool, world.tool.slug)


def repeat_id_without_primary_key(world: SimpleNamespace) -> None:
    """The primary key would speak first."""
    drop("catalogue_entry", "catalogue_entry_pkey")
    with connection.cursor() as cursor:
        columns = ", ".join(
            field.column for field in Entry._meta.concrete_fields if not field.generated
        )
        renamed = columns.replace("slug", "'another'")
        cursor.execute(
            f"INSERT INTO catalogue_entry ({columns}) SELECT {renamed} "
            f"FROM catalogue_entry WHERE id = {world.tool.pk}"
        )


def add_version() -> None:
    CatalogueVersion.objects.create(pk=2, number=1)


def repeat_facet_value() -> None:
    known = FacetValue.objects.earliest("pk")
    FacetValue.objects.create(pk=known.pk - 1, facet=known.facet, value=known.value)


BREAKS = [
    Break("catalogue_version_one_row", lambda w: add_version()),
    Break("facet_value_unique", lambda w: repeat_facet_value()),
    Break(
        "entry_slug_unique",
        lambda w: change_entry(w.other, slug=w.tool.slug),
        "name",
    ),
    Break("entry_id_kind", repeat_id_without_primary_key),
    Break("entry_kind_known", lambda w: change_entry(w.tool, kind="event")),
    Break("entry_status_known", lambda w: change_entry(w.tool, status="x"), "status"),
    Break("entry_name_not_blank", lambda w: change_entry(w.tool, name=" "), "name"),
    Break(
        "entry_language_well_formed",
        lambda w: change_entry(w.tool, language="French"),
        "language",
    ),
    Break(
        "entry_website_scheme",
        lambda w: change_entry(w.tool, website="javascript:alert(1)"),
        "website",
    ),
    Break(
        "entry_merged_is_hidden",
        lambda w: change_entry(w.tool, merged_into_id=w.other.pk),
    ),
    Break("entry_slug_kept", lambda w: change_entry(w.tool, slug="unkept")),
    Break("slug_unique", lambda w: add_slug(w.other, w.tool.slug), "name"),
    Break("slug_well_formed", lambda w: add_slug(w.tool, "Élan"), "name"),
    Break("slug_kind", lambda w: add_slug(w.tool, "votes", kind="use_case")),
    Break("slug_of_entry", repeat_slug_without_namespace),
    Break(
        "text_one_per_language",
        lambda w: add_text(w, language="en"),
        "texts",
    ),
    Break("text_one_original", lambda w: add_text(w, is_original=True), "texts"),
    Break(
        "text_original_not_outdated",
        lambda w: EntryText.objects.update(outdated=True),
        "texts",
    ),
    Break(
        "text_language_well_formed",
        lambda w: add_text(w, language="!"),
        "texts",
    ),
    Break(
        "text_description_length",
        lambda w: add_text(w, description="x" * 10_001),
        "texts",
    ),
    Break(
        "entry_tag_unique",
        lambda w: EntryTag.objects.create(tag=w.tag, content_object_id=w.tool.pk),
        "tags",
    ),
    Break("tag_kind_known", lambda w: change(w.tag, kind="mood")),
    Break(
        "link_unique",
        lambda w: add_link(w.tool, "developed_by", w.organization),
        "links",
    ),
    Break("link_unique_symmetric", add_both_ways, "links"),
    Break(
        "link_not_to_itself",
        lambda w: add_link(w.tool, "built_on", w.tool),
        "links",
    ),
    Break("link_role_kinds", lambda w: change_link(w, role="run_by"), "links"),
    Break("link_since_well_formed", lambda w: change_link(w, since="16"), "links"),
    Break("link_until_well_formed", lambda w: change_link(w, until="2016-13"), "links"),
    Break("link_dates_in_order", lambda w: change_link(w, until="2015"), "links"),
    Break(
        "link_subject_kind",
        lambda w: change_link(w, subject_kind="use_case", role="funded_by"),
        "links",
    ),
    Break(
        "link_object_kind",
        lambda w: change_link(w, object_kind="tool", role="built_on"),
        "links",
    ),
    Break("tool_form_known", lambda w: change(w.tool, form="paper"), "form"),
    Break("tool_state_known", lambda w: change(w.tool, state="asleep"), "state"),
    Break(
        "tool_repository_scheme",
        lambda w: change(w.tool, repository="git@host:x"),
        "repository",
    ),
    Break(
        "tool_platforms_known",
        lambda w: change(w.tool, platforms=["web", "telex"]),
        "platforms",
    ),
    Break(
        "use_case_country_well_formed",
        lambda w: change(w.case, country="fr"),
        "country",
    ),
    Break("use_case_state_known", lambda w: change(w.case, state="asleep"), "state"),
    Break(
        "use_case_reason_when_ended",
        lambda w: change(w.case, state="in use", ended_because="Money"),
        "ended_because",
    ),
    Break(
        "use_case_since_well_formed",
        lambda w: change(w.case, since="2016-13"),
        "since",
    ),
    Break(
        "use_case_until_well_formed",
        lambda w: change(w.case, until="2016-02-31"),
        "until",
    ),
    Break(
        "use_case_dates_in_order",
        lambda w: change(w.case, since="2016-05", until="2016-04-30"),
        "until",
    ),
    Break(
        "organization_type_known",
        lambda w: change(w.organization, type="club"),
        "type",
    ),
    Break(
        "organization_country_well_formed",
        lambda w: change(w.organization, country="F"),
        "country",
    ),
    *AROUND_ENTRIES,
]


def own_constraints() -> dict[str, models.BaseConstraint]:
    return {
        constraint.name: constraint
        for config in apps.get_app_configs()
        if Path(config.path).parent == settings.BASE_DIR
        for model in config.get_models()
        for constraint in model._meta.constraints
    }


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.constraint)
def test_constraint_refuses_what_breaks_it(
    world: SimpleNamespace, broken: Break
) -> None:
    with pytest.raises(IntegrityError) as refusal, raw_writes():
        broken.write(world)

    assert refusal.value.__cause__.diag.constraint_name == broken.constraint


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.constraint)
def test_constraint_is_explained_under_its_field(
    world: SimpleNamespace, broken: Break
) -> None:
    constraint = own_constraints().get(broken.constraint)
    message = (
        constraint.get_violation_error_message()
        if constraint
        else "This could not be saved as it is."
    )

    with pytest.raises(IntegrityError) as refusal, raw_writes():
        broken.write(world)

    error = explain(refusal.value)
    assert error.messages == [message]
    assert list(getattr(error, "error_dict", {"": []})) == [broken.field]


def test_every_named_constraint_has_such_a_test() -> None:
    tested = {broken.constraint for broken in BREAKS}

    assert tested == own_constraints().keys() | COMPOSITE_KEYS


def test_composite_keys_are_all_in_the_database(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conname = ANY(%s)",
            [list(COMPOSITE_KEYS)],
        )
        found = {name for (name,) in cursor.fetchall()}

    assert found == COMPOSITE_KEYS


@pytest.mark.parametrize("role", Role.values)
def test_role_holds_only_between_its_kinds(db: None, role: str) -> None:
    make = {"tool": ToolFactory, "use_case": UseCaseFactory}
    pairs = [
        [make.get(kind, OrganizationFactory)() for kind in (subject, obj)]
        for subject in KindName.values
        for obj in KindName.values
    ]

    accepted = {
        (subject.kind, to.kind)
        for subject, to in pairs
        if is_accepted(subject, role, to)
    }

    assert accepted == {(str(s), str(o)) for s, o in ROLE_KINDS[role]}


def is_accepted(subject: Entry, role: str, to: Entry) -> bool:
    try:
        with raw_writes():
            add_link(subject, role, to)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("role", ["built_on", "replaces", "part_of"])
def test_role_with_a_direction_may_go_both_ways(db: None, role: str) -> None:
    make = OrganizationFactory if role == "part_of" else ToolFactory
    one, other = make(), make()

    accepted = [is_accepted(one, role, other), is_accepted(other, role, one)]

    assert accepted == [True, True]


@pytest.mark.parametrize("role", SYMMETRIC_ROLES)
def test_symmetric_role_stands_once_between_two_tools(db: None, role: str) -> None:
    one, other = ToolFactory(), ToolFactory()

    accepted = [is_accepted(one, role, other), is_accepted(other, role, one)]

    assert accepted == [True, False]


def test_two_roles_may_join_the_same_two_entries(world: SimpleNamespace) -> None:
    assert is_accepted(world.tool, "funded_by", world.organization)


@pytest.mark.parametrize(
    ("since", "until", "accepted"),
    [
        ("2016", "2016", True),
        ("2016-12", "2016", True),
        ("2016", "2016-01", True),
        ("2016-05-09", "2016-05", True),
        ("", "2016", True),
        ("2016", "", True),
        ("2016", "2015-12-31", False),
        ("2016-05", "2016-04-30", False),
        ("2016-05-09", "2016-05-08", False),
    ],
)
def test_end_is_compared_on_the_common_prefix(
    world: SimpleNamespace, since: str, until: str, accepted: bool
) -> None:
    try:
        with raw_writes():
            change(world.case, since=since, until=until)
    except IntegrityError:
        assert not accepted
    else:
        assert accepted


def test_kinds_have_namespaces_of_their_own(db: None) -> None:
    tool = ToolFactory(name="Decidim")
    organization = OrganizationFactory(name="Decidim")

    assert tool.slug == organization.slug == "decidim"

"""Each action leaves its trace, or nothing at all."""

import pytest

from accounts.models import User
from catalogue import version
from catalogue.models import Entry, EntryStatus, Tag
from contributions import actions, sequences
from contributions.actions import NewEntry, Why
from contributions.models import Batch, BatchKind, Change
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UserFactory,
    link,
    text,
)

NOBODY = Why(by=None)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return UserFactory()


@pytest.fixture
def why(person: User) -> Why:
    batch = Batch.objects.create(kind=BatchKind.IMPORT, label="A test", person=person)
    return Why(person, comment="Seen there", source="https://a.example", batch=batch)


def slugs_of(entry: Entry) -> set[str]:
    return set(entry.slugs.values_list("slug", flat=True))


def fresh(entry: Entry) -> Entry:
    return type(entry).objects.get(pk=entry.pk)


# Traces


def test_create_tells_who_when_and_why(person: User, why: Why) -> None:
    entry = actions.create("tool", {"name": "Decidim"}, why)

    change = entry.changes.get()
    assert (change.person, change.batch) == (person, why.batch)
    assert (change.comment, change.source) == ("Seen there", "https://a.example")
    assert change.created_at == entry.created_at == why.given_at
    assert change.version == entry.version == 1


def test_create_tells_every_field_from_nothing(why: Why) -> None:
    tag, maker = TagFactory(), OrganizationFactory()
    record = {
        "name": "Decidim",
        "platforms": ["web"],
        "texts": {"ca": text("Participació.")},
        "tags": [tag.pk],
        "links": [link("developed_by", maker)],
    }

    entry = actions.create("tool", record, why)

    fields = entry.changes.get().fields
    assert fields["name"] == {"from": "", "to": "Decidim"}
    assert fields["platforms"] == {"from": [], "to": ["web"]}
    assert fields["texts.ca.summary"] == {"from": None, "to": "Participació."}
    assert fields["tags"] == {"added": [tag.pk], "removed": []}
    assert [item["object"] for item in fields["links"]["added"]] == [maker.pk]
    assert "website" not in fields


def test_edit_tells_what_turned_into_what(person: User, why: Why) -> None:
    entry = ToolFactory(licence="MIT")

    change = actions.edit(entry, {"licence": "AGPL-3.0-or-later"}, why)

    assert change.fields == {"licence": {"from": "MIT", "to": "AGPL-3.0-or-later"}}
    assert (change.person, change.batch) == (person, why.batch)
    assert (change.comment, change.source) == ("Seen there", "https://a.example")


def test_edit_makes_the_next_version() -> None:
    entry = ToolFactory()

    change = actions.edit(entry, {"licence": "MIT"}, NOBODY)

    assert change.version == fresh(entry).version == 2
    assert fresh(entry).updated_at == change.created_at > entry.created_at


def test_edit_without_difference_leaves_no_trace() -> None:
    entry = ToolFactory(licence="MIT", summary="Counts.", tags=[TagFactory()])

    change = actions.edit(entry, entry.record(), NOBODY)

    assert change is None
    assert entry.changes.count() == fresh(entry).version == 1


def test_edit_leaves_what_it_does_not_name() -> None:
    entry = ToolFactory(licence="MIT", summary="Counts.", tags=[TagFactory()])
    before = entry.record()

    actions.edit(entry, {"state": "active"}, NOBODY)

    assert fresh(entry).record() == {**before, "state": "active"}


def test_edit_sees_what_others_wrote_meanwhile() -> None:
    stale = ToolFactory(licence="MIT")
    actions.edit(stale, {"state": "active"}, NOBODY)

    change = actions.edit(stale, {"state": "ended"}, NOBODY)

    assert change.fields == {"state": {"from": "active", "to": "ended"}}
    assert change.version == 3


def test_edit_replaces_the_original_text_by_another() -> None:
    entry = ToolFactory(texts={"fr": text("Compte."), "en": {"summary": "Counts."}})
    texts = {"fr": {"summary": "Compte."}, "en": text("Counts.")}

    actions.edit(entry, {"texts": texts}, NOBODY)

    assert fresh(entry).texts.get(is_original=True).language == "en"


def test_status_is_told(person: User, why: Why) -> None:
    entry = ToolFactory()

    change = actions.set_status(entry, EntryStatus.HIDDEN, why)

    assert change.fields == {"status": {"from": "published", "to": "hidden"}}
    assert (change.person, change.comment) == (person, "Seen there")
    assert fresh(entry).status == EntryStatus.HIDDEN
    assert fresh(entry).version == 2


def test_same_status_leaves_no_trace() -> None:
    entry = ToolFactory()

    change = actions.set_status(entry, EntryStatus.PUBLISHED, NOBODY)

    assert change is None
    assert entry.changes.count() == 1


def test_many_are_created_each_with_a_change_of_its_own(why: Why) -> None:
    news = [NewEntry("tool", {"name": f"Tool {n}"}) for n in range(300)]

    created = actions.create_many(news, why)

    changes = Change.objects.filter(batch=why.batch, version=1)
    assert {change.entry_id for change in changes} == {entry.pk for entry in created}
    assert len(created) == 300


def test_many_may_link_to_each_other_in_a_circle() -> None:
    one, other = sequences.reserve_ids(2)
    news = [
        NewEntry(
            "tool",
            {"name": str(id_), "links": [{"role": "built_on", "object": to}]},
            id=id_,
        )
        for id_, to in [(one, other), (other, one)]
    ]

    created = actions.create_many(news, NOBODY)

    assert [fresh(entry).links_from.get().object_id for entry in created] == [
        other,
        one,
    ]


def test_source_of_one_entry_goes_before_that_of_all(why: Why) -> None:
    news = [
        NewEntry("tool", {"name": "A"}, source="https://b.example"),
        NewEntry("tool", {"name": "B"}),
    ]

    created = actions.create_many(news, why)

    sources = [entry.changes.get().source for entry in created]
    assert sources == ["https://b.example", "https://a.example"]


def test_given_ids_push_the_next_ones_up() -> None:
    [last] = sequences.reserve_ids(1)
    actions.create_many([NewEntry("tool", {"name": "A"}, id=last + 10)], NOBODY)

    after = ToolFactory()

    assert after.pk > last + 10


def test_given_tag_ids_leave_the_others_free() -> None:
    last = TagFactory().pk

    created = actions.create_tags(
        [Tag(id=last + 1, name="A", slug="a"), Tag(name="B", slug="b")]
    )

    assert created[1].pk > created[0].pk == last + 1


# Slugs


def test_rename_moves_the_address_and_keeps_the_old_one() -> None:
    entry = ToolFactory(name="Old name")

    actions.edit(entry, {"name": "New name"}, NOBODY)

    assert fresh(entry).slug == "new-name"
    assert slugs_of(entry) == {"old-name", "new-name"}


def test_old_address_is_never_given_to_another() -> None:
    entry = ToolFactory(name="Decidim")
    actions.edit(entry, {"name": "Otherwise"}, NOBODY)

    newcomer = ToolFactory(name="Decidim")

    assert newcomer.slug == "decidim-2"
    assert slugs_of(entry) == {"decidim", "otherwise"}


def test_rename_within_one_address_leaves_it() -> None:
    ToolFactory(name="Decidim")
    entry = ToolFactory(name="Decidim")

    actions.edit(entry, {"name": "DECIDIM!"}, NOBODY)

    assert fresh(entry).slug == "decidim-2"


def test_rename_that_drops_a_figure_moves_the_address() -> None:
    entry = ToolFactory(name="Consul2")

    actions.edit(entry, {"name": "Consul"}, NOBODY)

    assert fresh(entry).slug == "consul"


def test_addresses_of_many_with_one_name_differ() -> None:
    news = [NewEntry("tool", {"name": "Decidim"}) for _ in range(3)]

    created = actions.create_many(news, NOBODY)

    assert [entry.slug for entry in created] == ["decidim", "decidim-2", "decidim-3"]


def test_what_changes_nothing_leaves_the_version_of_the_catalogue(why: Why) -> None:
    tool = ToolFactory(licence="MIT")
    before = version.current()

    actions.edit(tool, {"licence": "MIT"}, why)
    actions.set_status(tool, EntryStatus.PUBLISHED, why)

    assert version.current() == before


def test_hiding_many_leaves_a_change_on_each_that_was_shown(why: Why) -> None:
    shown, hidden = ToolFactory(), ToolFactory(hidden=True)

    changes = actions.set_status_of([shown, hidden], EntryStatus.HIDDEN, why)

    assert [change.entry_id for change in changes] == [shown.pk]
    assert shown.changes.count() == 2
    assert changes[0].fields == {"status": {"from": "published", "to": "hidden"}}

"""Making, filling and ordering collections, as a browser sends it."""

import pytest
from django.test import Client

from accounts.models import User
from catalogue.models import Collection
from contributions import actions
from tests.browsing import page, words
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    ToolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NEW = "/en/collections/new/"
VALUES = {"title": "First budget", "introduction": "For towns.", "is_public": "no"}


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def collection_of(person: User, size: int = 3, **values) -> Collection:
    tools = [ToolFactory(name=f"Tool {letter}") for letter in "ABCDEF"[:size]]
    return CollectionFactory(person=person, entries=tools, **values)


def names(collection: Collection) -> str:
    items = collection.items.order_by("place").select_related("entry")
    assert [item.place for item in items] == list(range(1, len(items) + 1))
    return "".join(item.entry.name[-1] for item in items)


def item(collection: Collection, letter: str):
    return collection.items.get(entry__name=f"Tool {letter}")


def send(client: Client, collection: Collection, letter: str, verb: str = "", **typed):
    row = item(collection, letter)
    values = {"note": row.note, "place": row.place, **typed}
    return client.post(
        f"/en/collections/{collection.slug}/entries/{row.pk}/{verb}",
        {
            **{f"{row.pk}-{name}": value for name, value in values.items()},
            f"initial-{row.pk}-note": row.note,
            f"initial-{row.pk}-place": row.place,
        },
    )


def test_new_collection_belongs_to_its_maker(signed_in, contributor):
    response = signed_in.post(NEW, VALUES)

    made = Collection.objects.get()
    assert response["Location"] == "/en/collections/first-budget/"
    assert (made.title, made.introduction) == ("First budget", "For towns.")
    assert (made.person, made.is_public) == (contributor, False)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": "  "}, "Write a title."),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"introduction": "x" * 2001}, "at most 2000 characters"),
        ({"title": "turned \u202e round"}, "invisible characters"),
        ({"title": "nul \0"}, "Null characters"),
        ({"is_public": "perhaps"}, "Select a valid choice"),
        ({"is_public": ""}, "This field is required"),
    ],
)
def test_wrong_title_or_introduction_is_shown_with_what_was_typed(
    signed_in, typed, message
):
    response = signed_in.post(NEW, {**VALUES, **typed})

    assert response.status_code == 422
    assert message in response.content.decode()
    kept = {**VALUES, **typed}["introduction"]
    assert kept in response.content.decode()
    assert not Collection.objects.exists()


def test_empty_answer_is_refused(signed_in):
    assert signed_in.post(NEW, {}).status_code == 422


def test_title_in_another_script_gives_a_readable_address(signed_in):
    signed_in.post(NEW, {**VALUES, "title": "منصة المشاركة"})
    signed_in.post(NEW, {**VALUES, "title": "☃"})

    slugs = list(Collection.objects.order_by("pk").values_list("slug", flat=True))
    assert all(slug.isascii() and slug for slug in slugs)
    assert len(set(slugs)) == 2


@pytest.mark.parametrize("title", ["New", "Add"])
def test_address_is_never_that_of_a_page(signed_in, title):
    signed_in.post(NEW, {**VALUES, "title": title})

    assert Collection.objects.get().slug == f"{title.lower()}-2"


def test_same_title_gives_another_address(contributor):
    made = [CollectionFactory(title="Maps", person=contributor) for _ in range(3)]

    assert [one.slug for one in made] == ["maps", "maps-2", "maps-3"]


def test_person_has_a_hundred_collections_at_most(signed_in, contributor, monkeypatch):
    monkeypatch.setattr(actions.collections, "MOST_COLLECTIONS", 2)
    CollectionFactory.create_batch(2, person=contributor)
    CollectionFactory()

    response = signed_in.post(NEW, VALUES)

    assert response.status_code == 422
    assert "You have 2 collections" in response.content.decode()
    assert "For towns." in response.content.decode()
    assert contributor.collections.count() == 2


def test_edit_changes_title_and_readers_but_not_the_address(signed_in, contributor):
    collection = CollectionFactory(title="Maps", person=contributor)
    address = "/en/collections/maps/edit/"
    assert page(signed_in, address).select_one("[name=title]")["value"] == "Maps"
    assert page(signed_in, address).select_one("[value=no]").has_attr("checked")

    signed_in.post(address, {**VALUES, "is_public": "yes"})

    collection.refresh_from_db()
    assert (collection.title, collection.is_public) == ("First budget", True)
    assert collection.slug == "maps"


def test_edit_shows_what_is_wrong(signed_in, contributor):
    CollectionFactory(title="Maps", person=contributor)

    response = signed_in.post("/en/collections/maps/edit/", {**VALUES, "title": ""})

    assert response.status_code == 422
    assert "For towns." in response.content.decode()


def test_deletion_asks_first(signed_in, contributor):
    collection = collection_of(contributor)
    address = f"/en/collections/{collection.slug}/delete/"

    assert "Delete" in page(signed_in, address).h1.text
    assert Collection.objects.exists()

    response = signed_in.post(address)

    assert response["Location"] == "/en/collections/"
    assert not Collection.objects.exists()


def test_entry_is_added_at_the_end_with_a_note(signed_in, contributor):
    collection = collection_of(contributor, size=2)
    city = OrganizationFactory(name="City Z")

    response = signed_in.post(
        f"/en/collections/add/?entry={city.pk}",
        {"collection": collection.pk, "note": "Made it."},
    )

    assert response["Location"] == collection.get_absolute_url()
    assert names(collection) == "ABZ"
    assert collection.items.get(entry=city).note == "Made it."


def test_entry_goes_into_a_new_collection_in_one_form(signed_in, contributor):
    tool = ToolFactory()

    signed_in.post(
        f"/en/collections/add/?entry={tool.pk}",
        {"collection": "new", "title": "Maps", "note": "A good one."},
    )

    made = contributor.collections.get()
    assert (made.title, made.is_public) == ("Maps", False)
    assert [row.note for row in made.items.all()] == ["A good one."]


def test_who_has_no_collection_is_asked_for_a_title_only(signed_in):
    soup = page(signed_in, f"/en/collections/add/?entry={ToolFactory().pk}")

    assert soup.select_one("main [name=collection]")["type"] == "hidden"
    assert soup.select_one("main [name=collection]")["value"] == "new"


def test_several_entries_are_added_in_their_order(signed_in, contributor):
    collection = collection_of(contributor, size=1)
    b, c = ToolFactory(name="Tool B"), ToolFactory(name="Tool C")
    address = f"/en/collections/add/?entry={c.pk}&entry={b.pk}&entry={c.pk}"
    assert not page(signed_in, address).select("main [name=note]")

    signed_in.post(address, {"collection": collection.pk})

    assert names(collection) == "ACB"


def test_entry_is_in_a_collection_once(signed_in, contributor):
    collection = collection_of(contributor)
    tool = item(collection, "B").entry

    response = signed_in.post(
        f"/en/collections/add/?entry={tool.pk}",
        {"collection": collection.pk},
        follow=True,
    )

    assert "in the collection already" in response.content.decode()
    assert names(collection) == "ABC"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"collection": "new", "title": ""}, "Write a title."),
        ({"collection": "mine", "title": "Maps"}, "or leave this empty"),
        ({"collection": "999999"}, "Select a valid choice"),
        ({"collection": "others"}, "Select a valid choice"),
        ({}, "This field is required"),
        ({"collection": "mine", "note": "x" * 501}, "at most 500 characters"),
        ({"collection": "new", "title": "x" * 201}, "at most 200 characters"),
    ],
)
def test_wrong_choice_of_a_collection_is_shown(signed_in, contributor, typed, message):
    made = {"mine": collection_of(contributor, 1), "others": CollectionFactory()}
    typed = {"note": "Kept words", **typed}
    if typed.get("collection") in made:
        typed["collection"] = made[typed["collection"]].pk

    response = signed_in.post(f"/en/collections/add/?entry={ToolFactory().pk}", typed)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert typed["note"] in response.content.decode()
    assert Collection.objects.count() == 2
    assert names(made["mine"]) == "A"


def test_collection_holds_so_many_entries_at_most(signed_in, contributor, monkeypatch):
    monkeypatch.setattr(actions.collections, "MOST_ENTRIES", 3)
    collection = collection_of(contributor, size=3)

    response = signed_in.post(
        f"/en/collections/add/?entry={ToolFactory().pk}",
        {"collection": collection.pk, "note": "Kept words"},
    )

    assert response.status_code == 422
    assert "holds 3 entries at most" in response.content.decode()
    assert "Kept words" in response.content.decode()
    assert names(collection) == "ABC"


@pytest.mark.parametrize("query", ["?entry=x", "?entry=0", f"?entry={'9' * 30}"])
def test_nothing_can_be_added_that_is_not_there(signed_in, query):
    assert signed_in.get(f"/en/collections/add/{query}").status_code == 404


def test_hidden_entry_cannot_be_added(signed_in):
    hidden = ToolFactory(hidden=True)

    assert signed_in.get(f"/en/collections/add/?entry={hidden.pk}").status_code == 404


@pytest.mark.parametrize(
    ("letter", "verb", "order"),
    [
        ("B", "up/", "BACD"),
        ("A", "up/", "ABCD"),
        ("B", "down/", "ACBD"),
        ("D", "down/", "ABCD"),
        ("B", "remove/", "ACD"),
        ("D", "remove/", "ABC"),
    ],
)
def test_entry_moves_without_scripts(signed_in, contributor, letter, verb, order):
    collection = collection_of(contributor, size=4)

    response = send(signed_in, collection, letter, verb)

    assert response.status_code == 302
    assert names(collection) == order


@pytest.mark.parametrize(
    ("letter", "place", "order"),
    [
        ("A", 3, "BCAD"),
        ("D", 1, "DABC"),
        ("B", 2, "ABCD"),
        ("C", 2, "ACBD"),
        ("A", 500, "BCDA"),
    ],
)
def test_entry_goes_to_the_place_that_is_written(
    signed_in, contributor, letter, place, order
):
    collection = collection_of(contributor, size=4)

    send(signed_in, collection, letter, place=place)

    assert names(collection) == order


def test_note_is_kept_whichever_button_is_pressed(signed_in, contributor):
    collection = collection_of(contributor)

    send(signed_in, collection, "A", note="First")
    send(signed_in, collection, "B", "up/", note="Second")

    assert item(collection, "A").note == "First"
    assert item(collection, "B").note == "Second"


def opened(client: Client, collection: Collection) -> dict[str, str]:
    """The fields of the arranging page as a browser would send them untouched."""
    found = page(client, f"/en/collections/{collection.slug}/entries/")
    fields = found.select("main form :is(input, textarea)[name]")
    return {f["name"]: f.get("value", f.get_text().lstrip("\n")) for f in fields}


@pytest.mark.parametrize("verb", ["", "down/", "remove/"])
def test_what_is_typed_at_other_entries_is_kept_whichever_button_is_pressed(
    signed_in, contributor, verb
):
    collection = collection_of(contributor)
    a, b, c = (item(collection, letter).pk for letter in "ABC")
    typed = {f"{b}-note": "At the second", f"{c}-note": "At the third"}
    address = f"/en/collections/{collection.slug}/entries/{a}/{verb}"

    signed_in.post(address, opened(signed_in, collection) | typed)

    assert item(collection, "B").note == "At the second"
    assert item(collection, "C").note == "At the third"


def test_places_written_at_several_entries_all_count(signed_in, contributor):
    collection = collection_of(contributor, size=4)
    a, d = (item(collection, letter).pk for letter in "AD")
    typed = {f"{a}-place": "3", f"{d}-place": "1"}
    address = f"/en/collections/{collection.slug}/entries/{a}/"

    signed_in.post(address, opened(signed_in, collection) | typed)

    assert names(collection) == "DBAC"


def test_what_nobody_touched_is_not_sent_over_what_came_meanwhile(
    signed_in, contributor
):
    collection = collection_of(contributor)
    old = opened(signed_in, collection)
    send(signed_in, collection, "B", note="From another window", place=3)

    a = item(collection, "A").pk
    address = f"/en/collections/{collection.slug}/entries/{a}/"
    signed_in.post(address, old | {f"{a}-note": "Here"})

    assert item(collection, "A").note == "Here"
    assert item(collection, "B").note == "From another window"
    assert names(collection) == "ACB"


@pytest.mark.parametrize("verb", ["", "down/", "remove/"])
def test_what_is_wrong_at_another_entry_is_shown_and_nothing_is_written(
    signed_in, contributor, verb
):
    collection = collection_of(contributor)
    a, b = (item(collection, letter).pk for letter in "AB")
    typed = {f"{a}-note": "Kept words", f"{b}-place": "last"}
    address = f"/en/collections/{collection.slug}/entries/{a}/{verb}"

    response = signed_in.post(address, opened(signed_in, collection) | typed)

    assert response.status_code == 422
    shown = response.content.decode()
    assert "Kept words" in shown and "Enter a whole number" in shown
    assert "Place" in shown and f'href="#id_{b}-place"' in shown
    assert names(collection) == "ABC"
    assert item(collection, "A").note == ""


@pytest.mark.parametrize("verb", ["", "up/"])
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"place": "0"}, "greater than or equal to 1"),
        ({"place": "501"}, "less than or equal to 500"),
        ({"place": "last"}, "Enter a whole number"),
        ({"place": ""}, "Write a number."),
        ({"note": "Kept words " + "x" * 500}, "at most 500 characters"),
    ],
)
def test_wrong_place_or_note_is_shown_with_what_was_typed(
    signed_in, contributor, verb, typed, message
):
    collection = collection_of(contributor)

    response = send(signed_in, collection, "B", verb, **{"note": "Kept words", **typed})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert "Kept words" in response.content.decode()
    assert names(collection) == "ABC"
    assert item(collection, "B").note == ""


def test_after_a_move_the_list_opens_where_the_entry_is(
    signed_in, contributor, monkeypatch
):
    monkeypatch.setattr("contributions.views.arranging.PAGE_SIZE", 2)
    collection = collection_of(contributor, size=3)
    row = item(collection, "A")

    response = send(signed_in, collection, "A", place=3)

    assert response["Location"] == (
        f"/en/collections/{collection.slug}/entries/?page=2#item-{row.pk}"
    )
    shown = page(signed_in, response["Location"])
    assert [words(h2) for h2 in shown.select("main li h2")] == ["3. Tool A"]


def test_arranging_page_asks_seldom(
    signed_in, contributor, django_assert_max_num_queries
):
    collection = collection_of(contributor, size=6)

    with django_assert_max_num_queries(8):
        signed_in.get(f"/en/collections/{collection.slug}/entries/")


def test_item_of_another_collection_is_not_there(signed_in, contributor):
    mine, others = (
        collection_of(contributor, 1),
        CollectionFactory(entries=[ToolFactory(name="Tool X")]),
    )
    row = others.items.get()

    address = f"/en/collections/{mine.slug}/entries/{row.pk}/remove/"

    assert signed_in.post(address).status_code == 404
    assert signed_in.post(address.replace(str(row.pk), "9" * 30)).status_code == 404
    assert others.items.exists()


PAGES = ["edit/", "delete/", "entries/"]
ROLES = {
    "guest": {"is_guest": True},
    "contributor": {},
    "organizer": {"is_organizer": True},
    "moderator": {"is_staff": True},
    "administrator": {"is_superuser": True, "is_staff": True},
}


def answers(client: Client, collection: Collection) -> set[int]:
    """What the pages and the buttons of a collection answer to a person."""
    row = collection.items.get()
    address = collection.get_absolute_url()
    item_pages = [f"entries/{row.pk}/{verb}" for verb in ("", "up/", "down/")]
    statuses = {client.get(address + name).status_code for name in PAGES}
    typed = {f"{row.pk}-place": "1", f"{row.pk}-note": "Written"}
    statuses |= {client.post(address + p, typed).status_code for p in item_pages}
    statuses |= {client.post(address + "edit/", VALUES).status_code}
    statuses |= {client.post(f"{address}entries/{row.pk}/remove/").status_code}
    return statuses | {client.post(address + "delete/").status_code}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("public", [True, False], ids=["public", "private"])
def test_others_never_write_in_a_collection(client, role, public):
    collection = CollectionFactory(is_public=public, entries=[ToolFactory()])
    client.force_login(UserFactory(**ROLES[role]))

    sees = public or role in {"moderator", "administrator"}

    assert answers(client, collection) == ({403} if sees else {404})
    assert collection.items.get().note == ""


@pytest.mark.parametrize("public", [True, False], ids=["public", "private"])
def test_visitor_is_sent_to_sign_in_before_writing(client, settings, public):
    settings.LOGIN_URL = "/sign-in/"
    collection = CollectionFactory(is_public=public, entries=[ToolFactory()])

    assert answers(client, collection) == {302, 403}
    assert client.get(NEW)["Location"] == f"/sign-in/?next={NEW}"
    assert "/account/login/" in client.post(NEW, VALUES).content.decode()
    response = client.get("/en/collections/add/?entry=7")
    assert response["Location"] == "/sign-in/?next=/en/collections/add/%3Fentry%3D7"
    assert Collection.objects.get().items.get().note == ""


@pytest.mark.parametrize("role", ROLES)
def test_accounts_that_stay_have_collections(client, role):
    client.force_login(UserFactory(**ROLES[role]))
    tool = ToolFactory()
    may = role != "guest"

    for address in (NEW, f"/en/collections/add/?entry={tool.pk}"):
        assert client.get(address).status_code == (200 if may else 403)
    assert client.post(NEW, VALUES).status_code == (302 if may else 403)
    assert Collection.objects.exists() == may


def test_owner_who_became_a_guest_writes_no_more(client):
    person = UserFactory()
    collection = CollectionFactory(person=person, entries=[ToolFactory()])
    person.is_guest = True
    person.save()
    client.force_login(person)

    assert answers(client, collection) == {403}

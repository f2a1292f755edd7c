"""Entries that may be what somebody is adding: by name in any script, by address."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from catalogue.models import Entry
from contributions import actions
from contributions.doubles import exact
from contributions.lookalikes import Lookalikes, find
from contributions.models import Draft
from tests.browsing import page, words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UserFactory,
    text,
)
from tests.forms import send

pytestmark = pytest.mark.django_db


def names(found: Lookalikes) -> list[str]:
    return [one.entry.name for one in found.found]


def reasons(found: Lookalikes) -> dict[str, str]:
    return {one.entry.name: str(one.reason) for one in found.found}


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("Décidim", "decidim"),
        ("Consul  Démocratie", "CONSUL DEMOCRATIE"),
        ("منصة المشاركة", "مِنَصَّة المشاركة"),
        ("公众参与平台", "公众参与平台"),
        ("Вече", "вече"),
        ("Σύνταγμα", "συνταγμα"),
        ("R", "r"),
        ("Loomio", "Loo\0mio"),
    ],
)
def test_same_name_is_found_without_accents_and_case(there: str, typed: str) -> None:
    ToolFactory(name=there.replace("  ", " "))

    found = find("tool", typed)

    assert list(reasons(found).values()) == ["Same name"]
    assert found.is_exact
    assert len(exact("tool", typed)) == 1


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("FixMyStreet", "FixMyStreets"),
        ("FixMyStreet Pro", "FixMyStreet"),
        ("Decidim", "Decidm"),
        ("OpenStreetMap", "Open Street Map"),
        ("Open Street Map", "openstreetmap"),
        ("公众参与平台", "公众参与"),
        ("Электронная демократия", "Электроная демократия"),
        ("منصة المشاركة المواطنة", "منصة المشاركة"),
    ],
)
def test_name_alike_is_found(there: str, typed: str) -> None:
    ToolFactory(name=there)

    found = find("tool", typed)

    assert reasons(found) == {there: "A name much like it"}
    assert not found.is_exact
    assert exact("tool", typed) == []


def test_name_in_another_language_counts() -> None:
    texts = {
        "en": text("Votes."),
        "fr": {"name": "Boîte à idées"},
        "ar": {"name": "صندوق الأفكار"},
        "zh": {"name": "意见箱"},
    }
    ToolFactory(name="Suggestion box of the assembly", texts=texts)

    for typed in ("boite a idees", "صندوق الافكار", "意见箱"):
        assert names(find("tool", typed)) == ["Suggestion box of the assembly"]
        assert len(exact("tool", typed)) == 1
    assert names(find("tool", "Boite à idée")) == ["Suggestion box of the assembly"]


@pytest.mark.parametrize("typed", ["", " ", "!!!", "\0", "Another thing altogether"])
def test_other_names_find_nothing(typed: str) -> None:
    ToolFactory(name="Decidim")

    assert not find("tool", typed)
    assert exact("tool", typed) == []


def test_one_common_word_is_no_likeness() -> None:
    ToolFactory(name="Open data portal of the city of Barcelona and its districts")

    assert not find("tool", "data")


@pytest.mark.parametrize(
    "typed",
    [
        "https://decidim.org/",
        "http://www.decidim.org",
        "decidim.org",
        "www.decidim.org/",
        "//decidim.org",
        "HTTPS://DECIDIM.ORG/#top",
        " decidim.org\0 ",
    ],
)
def test_same_website_is_found_however_it_is_spelled(typed: str) -> None:
    ToolFactory(name="Decidim", website="https://www.decidim.org")
    ToolFactory(name="Other", website="https://decidim.org/features")

    found = find("tool", "Something new", [typed])

    assert reasons(found) == {"Decidim": "Same website"}
    assert found.is_exact
    assert [entry.name for entry in exact("tool", "New", typed)] == ["Decidim"]


@pytest.mark.parametrize(
    "typed", ["github.com/decidim/decidim", "https://github.com/decidim/decidim.git"]
)
def test_same_source_code_is_found(typed: str) -> None:
    ToolFactory(name="Decidim", repository="https://github.com/decidim/decidim/")

    found = find("tool", "", ["", typed])

    assert reasons(found) == {"Decidim": "Same source code"}
    assert len(exact("tool", "", "", typed)) == 1


@pytest.mark.parametrize("typed", ["", "https://", "www.", "//", "#", "http://#/"])
def test_no_address_is_like_no_other(typed: str) -> None:
    ToolFactory(name="Without address")

    assert not find("tool", "", [typed])


def test_other_kinds_and_hidden_entries_are_left_out() -> None:
    OrganizationFactory(name="Decidim", website="https://decidim.org")
    ToolFactory(name="Decidim", website="https://decidim.org", hidden=True)

    assert not find("tool", "Decidim", ["decidim.org"])
    assert exact("tool", "Decidim", "decidim.org") == []


def test_held_entry_is_named_to_moderators_but_cannot_be_improved(
    moderator: User,
) -> None:
    ToolFactory(name="Decidim", held=True)

    (one,) = find("tool", "Decidim", person=moderator).found

    assert (one.entry.name, one.edit_address) == ("Decidim", "")


def test_held_entry_is_not_named_to_those_who_may_not_see_it(
    client: Client, contributor: User
) -> None:
    ToolFactory(name="Decidim", website="https://decidim.org", held=True)
    client.force_login(contributor)

    found = find("tool", "Decidim", ["decidim.org"], person=contributor)
    answer = send(client, "/en/tools/add/", name="Decidim", website="decidim.org")

    assert not found
    assert answer.status_code == 302


def test_entry_that_is_edited_is_not_like_itself() -> None:
    tool = ToolFactory(name="Decidim", website="https://decidim.org")
    other = ToolFactory(name="Decidim")

    found = find("tool", "Decidim", ["decidim.org"], exclude_entry=tool.pk)

    assert [one.entry for one in found.found] == [other]
    assert exact("tool", "Decidim", "decidim.org", exclude=tool.pk) == [other]


def test_three_are_shown_the_best_first() -> None:
    for name in ("Decidims", "Decidim Barcelona", "Decidim", "Decidimo", "Decidima"):
        ToolFactory(name=name)

    found = names(find("tool", "decidim"))

    assert found[0] == "Decidim"
    assert len(found) == 3


def draft(name: str, person: User | None, minutes: int = 1, **values: Any) -> Draft:
    moment = timezone.now() - timedelta(minutes=minutes)
    values = {"kind": "tool", **values}
    return Draft.objects.create(name=name, person=person, updated_at=moment, **values)


def test_someone_else_is_adding_this_right_now(contributor: User) -> None:
    draft("FixMyStreets", UserFactory())
    draft("Something else", UserFactory())

    assert find("tool", "FixMyStreet", person=contributor).being_added == [
        "FixMyStreets"
    ]
    assert find("tool", "FixMyStreet").being_added == ["FixMyStreets"]


def test_own_old_and_other_drafts_are_not_told_of(contributor: User) -> None:
    stranger, tool = UserFactory(), ToolFactory(name="Another")
    draft("FixMyStreet", contributor)
    draft("FixMyStreet", None)
    draft("FixMyStreet", stranger, minutes=11)
    draft("FixMyStreet", stranger, kind="organization")
    draft("FixMyStreet", stranger, entry=tool)

    assert find("tool", "FixMyStreet", person=contributor).being_added == []


def test_budget_of_looking(django_assert_num_queries: Any, contributor: User) -> None:
    ToolFactory(name="Decidim", website="https://decidim.org")
    draft("Decidim", UserFactory())

    with django_assert_num_queries(5):
        found = find("tool", "Decidim", ["decidim.org"], person=contributor)
        assert [one.entry.summary for one in found.found] == [""]
    with django_assert_num_queries(2):
        exact("tool", "Decidim", "decidim.org", "github.com/decidim")


def lookalikes_of(client: Client, query: str) -> Any:
    return page(client, f"/en/tools/lookalikes/?{query}")


def test_notice_links_to_the_entry_and_to_its_form(client: Client) -> None:
    ToolFactory(name="FixMyStreet", summary="Reports of local problems.")

    soup = lookalikes_of(client, "name=FixMyStreets")

    assert words(soup).startswith("This may already be here. Is it one of these?")
    assert "Reports of local problems." in words(soup)
    assert [a["href"] for a in soup.select("a")] == [
        "/en/tools/fixmystreet/",
        "/en/tools/fixmystreet/edit/",
    ]


def test_nothing_alike_gives_an_empty_answer(client: Client) -> None:
    assert words(lookalikes_of(client, "name=FixMyStreets")) == ""


def test_fresh_draft_of_somebody_shows_at_once(client: Client) -> None:
    assert words(lookalikes_of(client, "name=Decidim")) == ""
    draft("Decidim", UserFactory())

    said = words(lookalikes_of(client, "name=Decidim"))

    assert said == "Someone is adding Decidim right now."


@pytest.mark.parametrize(
    "query",
    [
        "name=%00",
        f"name={'x' * 4000}&website={'y' * 4000}",
        f"name={'%D9%85' * 900}",
        "name=a&entry=nonsense",
        f"name=a&entry={10**30}",
        "name=%ED%A0%80&website=http://[",
        "name=%25_%5C'",
    ],
)
def test_nonsense_is_answered_calmly(client: Client, query: str) -> None:
    ToolFactory(name="Decidim")

    assert words(lookalikes_of(client, query)) == ""


def test_unknown_kind_is_not_found(client: Client) -> None:
    assert client.get("/en/nonsense/lookalikes/").status_code == 404


def test_no_entry_gets_the_address_of_the_notice() -> None:
    assert ToolFactory(name="Lookalikes").slug == "lookalikes-2"


def test_long_names_are_compared_quickly_enough(client: Client) -> None:
    ToolFactory(name="x" * 200)

    assert names(find("tool", "x" * 10_000)) == ["x" * 200]


def options(client: Client, address: str) -> list[str]:
    return [words(one) for one in page(client, address).select("[role=option]")]


def test_entries_are_suggested_with_what_tells_them_apart(client: Client) -> None:
    one = OrganizationFactory(name="SocietyWorks Ltd", type="company", country="GB")
    ToolFactory(name="Society of tools")

    soup = page(client, "/en/suggest/entries/?q=society&kind=organization")

    (option,) = soup.select("[role=option]")
    assert words(option) == "SocietyWorks Ltd Company, United Kingdom"
    assert (option["data-id"], option["data-name"]) == (str(one.pk), one.name)


def test_entry_itself_is_not_suggested(client: Client) -> None:
    one = OrganizationFactory(name="Ministry")
    address = "/en/suggest/entries/?q=ministry&kind=organization"

    assert options(client, address) == ["Ministry"]
    assert options(client, f"{address}&except={one.pk}") == []


@pytest.mark.parametrize(
    "query",
    ["", "q=a&kind=nonsense", "q=%00&kind=tool", f"q={'a' * 5000}&kind=tool"],
)
def test_no_entry_is_suggested_for_nonsense(client: Client, query: str) -> None:
    assert options(client, f"/en/suggest/entries/?{query}") == []


def test_tags_are_suggested_by_labels_and_synonyms_in_any_language(
    client: Client,
) -> None:
    TagFactory(
        name="Online voting",
        labels={"fr": "Vote en ligne", "ar": "التصويت الإلكتروني"},
        synonyms=["e-voting"],
    )

    assert options(client, "/en/suggest/tags/?q=onl") == ["Online voting Topic"]
    assert options(client, "/fr/suggest/tags/?q=e-vot") == [
        "Vote en ligne e-voting Thème"
    ]
    (arabic,) = options(client, "/en/suggest/tags/?q=التصويت")
    assert arabic.startswith("Online voting")


def test_tag_with_the_name_of_the_address_keeps_its_page(client: Client) -> None:
    TagFactory(name="Suggest")

    assert client.get("/en/tags/suggest/").status_code == 200


def test_tags_of_lookalikes_are_suggested_before_anything_is_typed(
    client: Client,
) -> None:
    maps, votes = TagFactory(name="Maps"), TagFactory(name="Votes")
    ToolFactory(name="FixMyStreet", tags=[maps])
    ToolFactory(name="FixMyStreets", tags=[maps, votes])
    ToolFactory(name="Unlike", tags=[TagFactory(name="Other")])

    address = "/en/suggest/tags/?q=&kind=tool&name=fixmystreet"

    assert options(client, address) == ["Maps Topic", "Votes Topic"]
    assert options(client, "/en/suggest/tags/?q=&kind=tool&name=") == []


def test_exact_finds_what_an_open_transaction_wrote() -> None:
    entry: Entry = ToolFactory(name="Décidim")

    assert exact("tool", "decidim") == [entry]
    actions.edit(entry, {"name": "Renamed"}, actions.Why(by=None))
    assert exact("tool", "decidim") == []

"""What the pages of all kinds have in common: access, texts, addresses, history."""

import pytest
from bs4 import BeautifulSoup

from catalogue.models import EntryStatus
from contributions import actions
from contributions.actions import Why
from contributions.models import Batch
from tests.browsing import page, words
from tests.counting import cold
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
    text,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    "tools": ToolFactory,
    "use-cases": UseCaseFactory,
    "organizations": OrganizationFactory,
}


@pytest.mark.parametrize(
    ("status", "person", "expected"),
    [
        (EntryStatus.PUBLISHED, None, 200),
        (EntryStatus.PUBLISHED, "contributor", 200),
        (EntryStatus.PUBLISHED, "moderator", 200),
        (EntryStatus.HELD, None, 404),
        (EntryStatus.HELD, "contributor", 404),
        (EntryStatus.HELD, "moderator", 200),
        (EntryStatus.HIDDEN, None, 410),
        (EntryStatus.HIDDEN, "contributor", 410),
        (EntryStatus.HIDDEN, "moderator", 200),
    ],
)
@pytest.mark.parametrize(("path", "factory"), FACTORIES.items())
def test_status_decides_who_sees_an_entry(
    client, request, path, factory, status, person, expected
):
    factory(name="Entry", status=status)
    if person:
        client.force_login(request.getfixturevalue(person))

    assert client.get(f"/en/{path}/entry/").status_code == expected


def test_moderator_is_told_that_others_do_not_see_an_entry(client, moderator):
    ToolFactory(name="Hidden", hidden=True)
    client.force_login(moderator)

    notice = page(client, "/en/tools/hidden/").select_one(".notice")

    said = "Only moderators see this entry. Its status: Hidden."
    assert words(notice) == f"{said} Decide whether it is shown"


@pytest.mark.parametrize(("path", "factory"), FACTORIES.items())
def test_old_address_leads_to_the_new_one(client, path, factory):
    entry = factory(name="Old name")
    actions.edit(entry, {"name": "New name"}, Why(by=None))

    response = client.get(f"/en/{path}/old-name/?from=mail&a=%C3%A9")

    assert response.status_code == 301
    assert response["Location"] == f"/en/{path}/new-name/?from=mail&a=%C3%A9"


def test_old_address_of_a_hidden_entry_tells_no_name(client, moderator):
    tool = ToolFactory(name="Old name")
    actions.edit(tool, {"name": "Secret name"}, Why(by=None))
    actions.set_status(tool, EntryStatus.HIDDEN, Why(by=None))

    response = client.get("/en/tools/old-name/")
    assert response.status_code == 410
    assert "Secret" not in response.content.decode()
    client.force_login(moderator)
    assert client.get("/en/tools/old-name/").status_code == 301


@pytest.mark.parametrize(("path", "factory"), FACTORIES.items())
def test_entry_answers_reading_methods_only(client, path, factory):
    factory(name="Entry")

    assert client.post(f"/en/{path}/entry/").status_code == 405
    assert client.head(f"/en/{path}/entry/").status_code == 200


@pytest.mark.parametrize(("path", "factory"), FACTORIES.items())
def test_entry_with_nothing_but_a_name_says_what_is_missing(client, path, factory):
    factory(name="Bare")

    soup = page(client, f"/en/{path}/bare/")

    assert soup.h1.get_text() == "Bare"
    assert len(soup.select(".facts .none")) >= 3
    assert "0 of " in words(soup.select_one("#completeness").parent)


def test_completeness_counts_facts_and_names_the_gaps(client):
    maker = OrganizationFactory(name="Maker")
    tool = ToolFactory(
        name="Full",
        summary="One line.",
        form="software",
        website="https://full.example/",
        repository="https://git.example/full",
        licence="MIT",
        programming_languages=["Python"],
        platforms=["web"],
        interface_languages=["fr"],
        tags=[TagFactory()],
        links=[link("developed_by", maker)],
    )
    UseCaseFactory(links=[link("uses", tool)])

    section = page(client, "/en/tools/full/").select_one("#completeness").parent

    assert "11 of 12 facts are filled in. Missing: state." in words(section)


def test_text_in_the_language_of_the_page_comes_first(client):
    texts = {
        "en": text("In English it is so."),
        "fr": {"summary": "En français aussi.", "name": "Outil"},
    }
    ToolFactory(name="Tool", texts=texts)

    soup = page(client, "/fr/tools/tool/")

    assert soup.h1.get_text() == "Outil"
    lead = soup.select_one(".lead")
    assert lead.get_text() == "En français aussi."
    assert "lang" not in lead.attrs


def test_text_in_another_language_is_marked(client):
    ToolFactory(name="Tool", texts={"ar": text("منصة للمشاركة", description="نص")})

    soup = page(client, "/en/tools/tool/")

    for shown in (soup.select_one(".lead"), soup.select_one(".prose")):
        assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert "In Arabic." in soup.main.get_text()


def test_outdated_translation_says_so_wherever_it_stands(client):
    old = {"summary": "واحد", "name": "أداة", "outdated": True}
    ToolFactory(name="Tool", texts={"en": text("One."), "ar": old})

    details = page(client, "/en/tools/tool/").select_one("details:has([lang=ar])")

    assert "The original changed after this translation was written." in words(details)
    assert "أداة" in details.get_text()


def test_other_languages_of_a_text_are_linked_where_pages_are_finished(client):
    texts = {"en": text("One."), "fr": {"summary": "Un."}, "ar": {"summary": "واحد"}}
    ToolFactory(name="Tool", texts={**texts, "de": {"summary": "Eins."}})

    soup = page(client, "/en/tools/tool/")

    links = soup.select(".head a[hreflang]")
    assert [(a["href"], a.get_text()) for a in links] == [("/fr/tools/tool/", "French")]
    assert soup.select_one("details [lang=ar]").get_text(strip=True) == "واحد"
    assert soup.select_one("details [lang=de]").get_text(strip=True) == "Eins."


def test_outdated_translation_says_so(client):
    texts = {"en": text("New."), "fr": {"summary": "Vieux.", "outdated": True}}
    ToolFactory(name="Tool", texts=texts)

    assert "original" not in page(client, "/en/tools/tool/").main.get_text()
    note = page(client, "/fr/tools/tool/").select_one(".head .small")
    assert note.select_one("a")["href"] == "/en/tools/tool/"


def test_page_runs_right_to_left_and_marks_what_does_not(client):
    ToolFactory(name="Outil", language="fr", summary="In English.")

    soup = page(client, "/ar/tools/outil/")

    assert soup.html["dir"] == "rtl"
    assert (soup.h1["lang"], soup.h1["dir"]) == ("fr", "ltr")
    assert soup.select_one(".lead")["dir"] == "ltr"


def test_description_is_sanitized_markdown(client):
    description = "**Bold** <script>alert(1)</script> [x](javascript:alert(1))"
    texts = {"en": text("One.", description=description)}
    ToolFactory(name="Tool", texts=texts)

    prose = page(client, "/en/tools/tool/").select_one(".prose")

    assert prose.select_one("strong").get_text() == "Bold"
    assert not prose.select("script, a[href^=javascript]")


def test_title_with_an_apostrophe_is_escaped_once(client):
    OrganizationFactory(name="Mairie d'Aix <b>")

    response = client.get("/en/organizations/mairie-daix-b/")

    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.title.get_text().startswith("Mairie d'Aix <b> –")


def test_history_says_who_when_what_and_why(client):
    person = UserFactory(username="amina", display_name="Amina K.")
    batch = Batch.objects.create(kind="import", label="Initial catalogue")
    ckan = ToolFactory(name="CKAN")
    tool = ToolFactory(name="Tool")
    why = Why(by=person, comment="As the site says", source="https://a.example/b")
    actions.edit(tool, {"licence": "MIT"}, why)
    actions.edit(tool, {"links": [link("works_with", ckan)]}, Why(by=None, batch=batch))

    soup = page(client, "/en/tools/tool/")
    linked, licence, added = (words(row) for row in soup.select(".log li"))

    assert linked.startswith("Linked to CKAN")
    assert linked.endswith("Initial catalogue")
    assert licence.startswith("Licence filled in, by Amina K.")
    assert licence.endswith("As the site says")
    assert added.startswith("Tool added")
    sources = soup.select_one("#entry-sources").parent
    assert sources.a["href"] == "https://a.example/b"


def test_history_shows_the_latest_changes_and_counts_all(client):
    tool = ToolFactory(name="Tool")
    for number in range(12):
        actions.edit(tool, {"licence": ["MIT", "0BSD"][number % 2]}, Why(by=None))

    section = page(client, "/en/tools/tool/").select_one("#history").parent

    assert len(section.select("li")) == 10
    assert "All 13 changes" in words(section)


@pytest.mark.parametrize("many", [1, 30])
def test_entry_query_budget(client, moderator, many):
    """Ten queries whatever the number of links, tags, texts and changes."""
    tags = [TagFactory() for _ in range(min(many, 5))]
    common = {"summary": "One line.", "tags": tags}
    tool = ToolFactory(name="Entry", **common)
    organization = OrganizationFactory(name="Entry", **common)
    for number in range(many):
        other = OrganizationFactory(name=f"Organization {number}", **common)
        case = [link("uses", tool), link("run_by", other)]
        UseCaseFactory(links=case, **common)
        case = [link("uses", ToolFactory(**common)), link("run_by", organization)]
        UseCaseFactory(links=case, **common)
        ToolFactory(links=[link("developed_by", organization), link("built_on", tool)])
        ToolFactory(links=[link("funded_by", organization), link("replaces", tool)])
        OrganizationFactory(links=[link("part_of", organization)], **common)
        actions.edit(tool, {"licence": ["MIT", "0BSD"][number % 2]}, Why(moderator))
    tools = [link("uses", ToolFactory(**common)) for _ in range(many)]
    runners = [link("run_by", OrganizationFactory(**common)) for _ in range(many)]
    UseCaseFactory(name="Entry", links=tools + runners, **common)

    for path in FACTORIES:
        client.logout()
        assert cold(client, f"/en/{path}/entry/") <= 10, path
        client.force_login(moderator)
        assert cold(client, f"/en/{path}/entry/") <= 13, path


def test_links_to_unpublished_entries_are_not_shown(client):
    hidden = OrganizationFactory(name="Hidden maker", hidden=True)
    tool = ToolFactory(name="Tool", links=[link("developed_by", hidden)])
    UseCaseFactory(name="Hidden case", links=[link("uses", tool)], hidden=True)

    shown = page(client, "/en/tools/tool/").main.get_text()

    assert "Hidden" not in shown

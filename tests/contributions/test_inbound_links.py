"""Links that other entries have to the one on a form."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from catalogue.models import Tool
from contributions import actions, history
from contributions.actions import Why
from contributions.models import Change, Suggestion
from tests.browsing import words
from tests.contributions.test_entry_form import signed_in as signed_in
from tests.contributions.test_simultaneous_forms import somebody
from tests.factories import OrganizationFactory, ToolFactory, UseCaseFactory, link
from tests.forms import fields, fields_of, messages_beside, row, send
from tests.threads import at_once

pytestmark = pytest.mark.django_db
EDIT = "/en/organizations/mysociety/edit/"
NOBODY = Why(by=None)


@pytest.fixture
def tool() -> Tool:
    maker = OrganizationFactory(name="mySociety")
    return ToolFactory(name="Alaveteli", links=[link("developed_by", maker)])


def links_of(tool: Tool) -> list[tuple[str, str, str]]:
    """The tool's links, which its change log must tell too."""
    tool = Tool.objects.for_records().get(pk=tool.pk)
    record = tool.record()
    assert history.record_at(tool, tool.version) == record
    return [(one["role"], one["since"], one["source"]) for one in record["links"]]


def test_link_of_another_is_removed_from_this_side(
    signed_in: Client, tool: Tool
) -> None:
    send(signed_in, EDIT, **{row(0, "DELETE"): "on"}, comment="Sold")

    assert links_of(tool) == []
    assert tool.changes.last().comment == "Sold"
    assert "Alaveteli" not in signed_in.get(EDIT.removesuffix("edit/")).content.decode()


def test_link_of_another_is_changed_from_this_side(
    signed_in: Client, tool: Tool
) -> None:
    send(signed_in, EDIT, **{row(0, "since"): "2008", row(0, "source"): "Blog"})

    assert links_of(tool) == [("developed_by", "2008", "Blog")]
    assert tool.changes.count() == 2


def test_untouched_links_of_others_leave_no_change(
    signed_in: Client, tool: Tool
) -> None:
    send(signed_in, EDIT, website="https://mysociety.org")

    assert tool.changes.count() == 1


def test_tool_takes_away_the_use_case_that_uses_it(signed_in: Client) -> None:
    tool = ToolFactory(name="Decidim")
    case = UseCaseFactory(links=[link("uses", tool)])
    typed = fields(signed_in, "/en/tools/decidim/edit/")
    [name] = [n for n in typed if typed[n] == "linked:uses:use_case"]

    send(
        signed_in,
        "/en/tools/decidim/edit/",
        **{name.replace("key", "DELETE"): "on"},
    )

    assert not case.links_from.exists()


def test_link_without_a_direction_is_removed_from_its_other_end(
    signed_in: Client,
) -> None:
    second = ToolFactory(name="Consul")
    first = ToolFactory(name="Decidim", links=[link("works_with", second)])
    typed = fields(signed_in, "/en/tools/consul/edit/")
    [name] = [n for n in typed if n.endswith("opened_at") and typed[n]]

    send(
        signed_in,
        "/en/tools/consul/edit/",
        **{name.replace("opened_at", "DELETE"): "on"},
    )

    assert not first.links_from.exists()


def test_wrong_date_of_anothers_link_is_told_beside_it(
    signed_in: Client, tool: Tool
) -> None:
    response = send(
        signed_in, EDIT, **{row(0, "since"): "2016", row(0, "until"): "2012"}
    )

    assert response.status_code == 422
    assert "before the start" in messages_beside(response, "links-0-until")
    assert fields_of(response.content)[row(0, "since")] == "2016"


def test_different_links_changed_meanwhile_all_stand(
    signed_in: Client, tool: Tool
) -> None:
    other = OrganizationFactory(name="Open Knowledge")
    mine = fields(signed_in, EDIT)
    links = [*Tool.objects.for_records().get(pk=tool.pk).record()["links"]]
    actions.edit(tool, {"links": [*links, link("funded_by", other)]}, NOBODY)

    signed_in.post(EDIT, {**mine, row(0, "since"): "2008"})

    assert links_of(tool) == [("developed_by", "2008", ""), ("funded_by", "", "")]


def clash(client: Client, tool: Tool) -> Any:
    """Somebody dates the link while another one takes it away from the other side."""
    mine = fields(client, EDIT)
    maker = tool.links_from.get().object
    theirs = link("developed_by", maker, since="2010")
    actions.edit(tool, {"links": [theirs]}, NOBODY)
    return client.post(EDIT, {**mine, row(0, "DELETE"): "on", "state": "active"})


def test_link_changed_on_both_sides_is_shown_with_all_values(
    signed_in: Client, tool: Tool
) -> None:
    answer = clash(signed_in, tool)

    shown = words(BeautifulSoup(answer.content, "html.parser").select_one(".errors"))
    assert answer.status_code == 409
    assert "Links of “Alaveteli”" in shown
    assert "Developed by mySociety (from 2010)" in shown
    assert links_of(tool) == [("developed_by", "2010", "")]


@pytest.mark.parametrize(
    ("choice", "left"), [("mine", []), ("theirs", [("developed_by", "2010", "")])]
)
def test_clash_of_links_is_settled_by_a_choice(
    signed_in: Client, tool: Tool, choice: str, left: list[Any]
) -> None:
    answer = clash(signed_in, tool)
    page = BeautifulSoup(answer.content, "html.parser")
    name = page.select_one('.errors input[type="radio"]')["name"]

    sent = signed_in.post(EDIT, {**fields_of(answer.content), name: choice})

    assert sent.status_code == 302
    assert links_of(tool) == left


def test_choice_falls_when_the_other_entry_moves_on(
    signed_in: Client, tool: Tool
) -> None:
    answer = clash(signed_in, tool)
    page = BeautifulSoup(answer.content, "html.parser")
    name = page.select_one('.errors input[type="radio"]')["name"]
    maker = tool.links_from.get().object
    third = link("developed_by", maker, since="2011")
    actions.edit(tool, {"links": [third]}, NOBODY)

    again = signed_in.post(EDIT, {**fields_of(answer.content), name: "mine"})

    assert again.status_code == 409
    assert links_of(tool) == [("developed_by", "2011", "")]


def test_link_of_an_entry_that_is_not_shown_stays(
    signed_in: Client, tool: Tool
) -> None:
    mine = fields(signed_in, EDIT)
    actions.set_status(tool, "hidden", NOBODY)

    answer = signed_in.post(EDIT, {**mine, row(0, "DELETE"): "on"})

    assert answer.status_code == 302
    assert tool.links_from.exists()


def test_suggestion_tells_what_becomes_of_anothers_link(
    client: Client, tool: Tool, settings: Any
) -> None:
    settings.SHORTEST_TYPING = timedelta(0)
    send(client, EDIT, **{row(0, "since"): "2008"})

    suggestion = Suggestion.objects.get()
    shown = client.get(suggestion.get_absolute_url()).content
    text = words(BeautifulSoup(shown, "html.parser").select_one("main"))
    assert "Makes Alaveteli Alaveteli (from 2008)" in text
    assert links_of(tool) == [("developed_by", "", "")]


def test_accepted_suggestion_removes_anothers_link(
    client: Client, tool: Tool, moderator: Any, settings: Any
) -> None:
    settings.SHORTEST_TYPING = timedelta(0)
    send(client, EDIT, **{row(0, "DELETE"): "on"})

    actions.accept(Suggestion.objects.get(), moderator)

    assert links_of(tool) == []


def test_many_links_of_others_are_shown_by_pages(signed_in: Client) -> None:
    maker = OrganizationFactory(name="mySociety")
    for number in range(31):
        ToolFactory(name=f"Tool {number:02}", links=[link("developed_by", maker)])

    first, last = (fields(signed_in, f"{EDIT}?linked={n}") for n in (1, 2))

    assert [form[row(0, "text")] for form in (first, last)] == ["Tool 00", "Tool 30"]
    assert (
        sum(
            bool(form[n])
            for form in (first, last)
            for n in form
            if n.endswith("opened_at")
        )
        == 31
    )


def test_removal_of_anothers_link_survives_a_draft_and_a_new_row(
    signed_in: Client, tool: Tool
) -> None:
    typed = {**fields(signed_in, EDIT), row(0, "DELETE"): "on", "add-row": ""}

    given = fields_of(signed_in.post(EDIT, typed).content)
    signed_in.post(EDIT, given)

    assert links_of(tool) == []


@pytest.mark.django_db(transaction=True)
def test_link_removed_and_dated_at_once_is_not_lost_silently() -> None:
    maker = OrganizationFactory(name="mySociety")
    tool = ToolFactory(name="Alaveteli", links=[link("developed_by", maker)])
    address = "/en/tools/alaveteli/edit/"
    one, other = somebody(), somebody()
    removed = {**fields(one, EDIT), row(0, "DELETE"): "on"}
    dated = {**fields(other, address), row(0, "since"): "2008"}

    answers = at_once(
        lambda: one.post(EDIT, removed), lambda: other.post(address, dated)
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert Change.objects.filter(entry=tool).count() == 2


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ({row(0, "DELETE"): "on"}, []),
        ({row(0, "since"): "2008"}, [("developed_by", "2008", "")]),
        ({}, [("developed_by", "", "")]),
    ],
    ids=["removed", "dated", "untouched"],
)
def test_row_of_an_entry_that_is_merged_while_the_form_is_open(
    signed_in: Client, tool: Tool, typed: dict[str, Any], left: list[Any]
) -> None:
    mine = fields(signed_in, EDIT)
    kept = ToolFactory(name="Alaveteli")
    actions.merge(kept, tool, {}, NOBODY)
    changes = kept.changes.count()

    answer = signed_in.post(EDIT, {**mine, **typed, "state": "active"})

    assert answer.status_code == 302
    assert links_of(kept) == left
    assert kept.changes.count() == changes + bool(typed)

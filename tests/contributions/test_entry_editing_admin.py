"""Entries added and edited in the admin: one form, one Change."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue import records
from catalogue.models import Entry, Link, Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Change
from hackathons.middleware import JOINED
from organizations.models import Organization
from tests.factories import (
    HackathonFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
    text,
)
from tests.forms import fields_of
from usecases.models import UseCase

pytestmark = pytest.mark.django_db
TOOLS = "/admin/catalogue/tool/"


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def page_of(entry: Entry) -> str:
    label = {"tool": "catalogue/tool", "use_case": "usecases/usecase"}
    kind = label.get(entry.kind, "organizations/organization")
    return f"/admin/{kind}/{entry.pk}/change/"


def opened(client: Client, address: str) -> dict[str, Any]:
    """What the form would send if nobody touched it."""
    response = client.get(address)
    assert response.status_code == 200
    return sendable(response)


def sendable(response: Any) -> dict[str, Any]:
    page = BeautifulSoup(response.content, "html.parser")
    form = page.select_one("#content-main form")
    for part in form.select(".empty-form, input[type=submit]"):
        part.decompose()
    return fields_of(f"<main>{form}</main>".encode())


def add_row(values: dict[str, Any], part: str, **row: Any) -> dict[str, Any]:
    """The same with one more row, as the button adds one."""
    number = int(values[f"{part}-TOTAL_FORMS"])
    cells = {f"{part}-{number}-{name}": value for name, value in row.items()}
    return {**values, f"{part}-TOTAL_FORMS": number + 1, **cells}


def fold(entry: Entry) -> records.Record:
    """The record that the entry's changes add up to."""
    record = records.empty(entry.kind)
    for change in entry.changes.order_by("version"):
        record = records.patch(record, change.fields)
    return record


def present(entry: Entry) -> Any:
    model = {"tool": Tool, "use_case": UseCase}.get(entry.kind, Organization)
    return model.objects.for_records().get(pk=entry.pk)


def errors_in(response: Any) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(found.get_text(" ") for found in page.select(".errorlist"))


def rich_tool() -> Tool:
    maker, tag = OrganizationFactory(name="Maker"), TagFactory(name="Voting")
    return ToolFactory(
        name="Decidim",
        licence="AGPL-3.0-or-later",
        platforms=["web", "linux"],
        programming_languages=["Ruby"],
        interface_languages=["ca", "fr"],
        state="active",
        texts={
            "en": text("Takes part.", description="Long.\r\nLines. "),
            "fr": {"summary": "Participe.", "outdated": True},
        },
        tags=[tag],
        links=[link("developed_by", maker, since="2016", source="Its  site ")],
    )


def test_form_sent_as_it_was_opened_changes_nothing(moderated: Client) -> None:
    use = UseCaseFactory(country="ES", since="2016-02", state="ended", outcome="A\r\nB")
    for entry in (rich_tool(), use, OrganizationFactory(type="company", country="FR")):
        response = moderated.post(
            page_of(entry), opened(moderated, page_of(entry)), follow=True
        )

        assert "Nothing changed." in response.content.decode()
        assert present(entry).version == 1


def test_edit_of_fields_and_rows_leaves_one_change(
    moderated: Client, moderator: User
) -> None:
    tool, host, tag = rich_tool(), OrganizationFactory(), TagFactory(name="Petitions")
    values = opened(moderated, page_of(tool))
    values |= {
        "name": "Decidim 2",
        "website": "decidim.org",
        "platforms": ["web"],
        "comment": "Checked",
        "source": "Its site",
        "texts-0-summary": "Takes part well.",
        "links-0-DELETE": "on",
    }
    values = add_row(values, "links", role="provided_by", object=host.pk, since="2020")
    values = add_row(values, "tags", tag=tag.pk)
    values = add_row(values, "texts", language="ca", summary="Hola.")

    response = moderated.post(page_of(tool), values)

    assert (response.status_code, response.url) == (302, TOOLS)
    tool = present(tool)
    record = tool.record()
    change = tool.changes.get(version=2)
    assert (change.person, change.comment, change.source) == (
        moderator,
        "Checked",
        "Its site",
    )
    assert Change.objects.filter(entry=tool).count() == 2
    assert fold(tool) == record
    assert (record["name"], record["website"]) == ("Decidim 2", "https://decidim.org")
    assert record["platforms"] == ["web"]
    assert [(x["role"], x["object"]) for x in record["links"]] == [
        ("provided_by", host.pk)
    ]
    assert tag.pk in record["tags"] and len(record["tags"]) == 2
    assert record["texts"]["ca"]["summary"] == "Hola."
    assert record["texts"]["en"]["description"] == "Long.\r\nLines. "
    assert record["texts"]["fr"]["outdated"]
    assert "interface_languages" not in change.fields


def test_entry_is_added_with_its_first_change(
    moderated: Client, moderator: User
) -> None:
    maker, tag = OrganizationFactory(), TagFactory()
    values = opened(moderated, f"{TOOLS}add/") | {"name": "New one", "licence": "mit"}
    values |= {"texts-0-language": "en", "texts-0-summary": "It is new."}
    values |= {"links-0-role": "developed_by", "links-0-object": maker.pk}
    values |= {"tags-0-tag": tag.pk, "_continue": "on"}

    response = moderated.post(f"{TOOLS}add/", values)

    tool = present(Tool.objects.get(name="New one"))
    assert response.url == page_of(tool)
    assert tool.changes.get().person == moderator
    assert fold(tool) == tool.record()
    assert tool.record()["licence"] == "MIT"
    assert tool.record()["texts"]["en"]["is_original"]


def test_what_somebody_else_changed_meanwhile_is_kept(moderated: Client) -> None:
    tool, other = rich_tool(), ToolFactory()
    values = opened(moderated, page_of(tool)) | {"licence": "MIT"}
    more = [*tool.record()["links"], link("works_with", other)]
    actions.edit(tool, {"state": "ended", "links": more, "tags": []}, Why(by=None))

    response = moderated.post(page_of(tool), values, follow=True)

    assert "both are kept" in response.content.decode()
    record = present(tool).record()
    assert (record["licence"], record["state"], record["tags"]) == ("MIT", "ended", [])
    assert len(record["links"]) == 2


def test_clash_is_shown_beside_the_field_and_mine_stands_when_sent_again(
    moderated: Client,
) -> None:
    tool, somebody = rich_tool(), UserFactory(display_name="Ada")
    values = opened(moderated, page_of(tool)) | {"licence": "MIT", "comment": "Mine"}
    values |= {"texts-0-summary": "My words."}
    theirs = {"licence": "ISC", "texts": {"en": text("Their words.")}}
    actions.edit(tool, theirs, Why(by=somebody))

    response = moderated.post(page_of(tool), values)

    assert response.status_code == 409
    assert "Changed meanwhile by Ada to “ISC”." in errors_in(response)
    assert "Changed meanwhile by Ada to “Their words.”." in errors_in(response)
    assert present(tool).version == 2
    again = sendable(response)
    assert (again["licence"], again["comment"]) == ("MIT", "Mine")
    assert again["settle-licence"] == "mine"

    again["settle-texts.en.summary"] = "theirs"
    response = moderated.post(page_of(tool), again)

    assert response.status_code == 302
    record = present(tool).record()
    assert record["licence"] == "MIT"
    assert record["texts"]["en"]["summary"] == "Their words."


def test_refusal_keeps_everything_typed(moderated: Client) -> None:
    use, tool = UseCaseFactory(), ToolFactory(name="Decidim")
    values = opened(moderated, page_of(use)) | {"place": "Lisbon", "comment": "Why"}
    values |= {"since": "2020", "until": "2019"}
    values |= {"links-0-role": "uses", "links-0-object": tool.pk}
    values |= {"texts-0-language": "pt", "texts-0-summary": "Orçamento."}

    response = moderated.post(page_of(use), values)

    assert response.status_code == 422
    assert "The end lies before the start." in errors_in(response)
    again = sendable(response)
    del values["csrfmiddlewaretoken"]
    assert {**again, "links-0-object": tool.pk}.items() >= values.items()
    assert again["links-0-object"] == str(tool.pk)
    assert "Decidim (Tool)" in response.content.decode()
    assert (present(use).version, Link.objects.count()) == (1, 0)


def test_look_alike_is_shown_and_confirmed_to_be_another(moderated: Client) -> None:
    first = ToolFactory(name="Decidim")
    values = opened(moderated, f"{TOOLS}add/") | {"name": "Decidim"}

    response = moderated.post(f"{TOOLS}add/", values)

    assert response.status_code == 409
    assert first.get_absolute_url() in response.content.decode()
    assert "This is another one" in response.content.decode()
    again = sendable(response) | {"different": str(first.pk)}

    response = moderated.post(f"{TOOLS}add/", {**again, "licence": "nothing known"})

    assert response.status_code == 422
    again = sendable(response) | {"licence": ""}
    assert moderated.post(f"{TOOLS}add/", again).status_code == 302
    assert Tool.objects.filter(name="Decidim").count() == 2


WRONG_LINKS = [
    ({"since": "2020", "until": "2019"}, "The end lies before the start."),
    ({"since": "soon"}, "Write a year"),
    ({"object": "itself"}, "An entry cannot be linked to itself."),
    ({"object": "use case"}, "This role does not fit these two entries."),
    ({"object": 10**30}, "Ensure this value is less than or equal to"),
    ({"object": 2**62}, "A linked entry does not exist."),
    ({"object": "\0"}, "Choose one."),
    ({"object": ""}, "This field is required."),
    ({"role": "uses"}, "Select a valid choice."),
    ({"role": "built_on", "object": "already"}, "These two are linked so already."),
    ({"object": "back"}, "These two are linked so already."),
    ({"source": "x" * 501}, "at most 500 characters"),
    ({"source": "\0"}, "Null characters are not allowed."),
]


@pytest.mark.parametrize(("row", "message"), WRONG_LINKS)
def test_wrong_link_is_refused_with_a_message(
    moderated: Client, row: dict[str, Any], message: str
) -> None:
    already = ToolFactory()
    tool = ToolFactory(links=[link("built_on", already)])
    back = ToolFactory(links=[link("works_with", tool)])
    named = {"itself": tool, "use case": UseCaseFactory(), "already": already}
    named["back"] = back
    chosen = {"role": "works_with", "object": already.pk, **row}
    if isinstance(chosen["object"], str) and chosen["object"] in named:
        chosen["object"] = named[chosen["object"]].pk

    response = moderated.post(
        page_of(tool), add_row(opened(moderated, page_of(tool)), "links", **chosen)
    )

    assert response.status_code == 422
    assert message in errors_in(response)
    assert present(tool).version == 1


def wrong_values() -> list[tuple[dict[str, Any], str]]:
    return [
        ({"name": ""}, "Write a name"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"website": "http://localhost/"}, "everybody can open"),
        ({"platforms": ["fridge"]}, "Select a valid choice."),
        ({"opened_on": "99"}, "This entry has no such version."),
        ({"opened_on": "0"}, "This entry has no such version."),
        ({"opened_on": str(10**40)}, "This entry has no such version."),
        ({"opened_on": ""}, "This entry has no such version."),
        ({"tags-1-tag": str(2**62)}, "A tag does not exist."),
        ({"tags-1-tag": "\0"}, "Choose one."),
        ({"tags-1-tag": "same"}, "The entry has this tag already."),
        ({"tags-1-tag": "hidden"}, "This tag is hidden."),
        ({"texts-2-language": "en"}, "This entry has a text in this language."),
        ({"texts-2-language": "xx"}, "Select a valid choice."),
        (
            {"texts-2-language": "de", "texts-2-is_original": "on"},
            "An entry has one original text.",
        ),
        ({"texts-0-outdated": "on"}, "An original text cannot be outdated."),
        ({"texts-0-description": "x" * 10_001}, "at most 10000 characters"),
        ({"links-TOTAL_FORMS": "500"}, "These are too many: at most 80."),
        ({"links-TOTAL_FORMS": "x"}, "The rows did not arrive whole."),
        ({"tags-TOTAL_FORMS": "-1"}, "The rows did not arrive whole."),
        ({"tags-INITIAL_FORMS": "0"}, "The rows did not arrive whole."),
        ({"links-TOTAL_FORMS": "0"}, "The rows did not arrive whole."),
        ({"comment": "x" * 501}, "at most 500 characters"),
    ]


@pytest.mark.parametrize(("typed", "message"), wrong_values())
def test_wrong_value_is_refused_with_a_message(
    moderated: Client, typed: dict[str, Any], message: str
) -> None:
    tool = rich_tool()
    tags = {"same": tool.record()["tags"][0], "hidden": TagFactory(is_hidden=True).pk}
    sent = {
        name: tags.get(v, v) if isinstance(v, str) else v for name, v in typed.items()
    }

    response = moderated.post(page_of(tool), opened(moderated, page_of(tool)) | sent)

    assert response.status_code == 422
    assert message in errors_in(response)
    assert present(tool).version == 1


def test_rows_that_are_too_many_to_be_shown_stay(moderated: Client) -> None:
    tool = ToolFactory(tags=[TagFactory() for _ in range(52)])
    values = opened(moderated, page_of(tool))
    assert values["tags-TOTAL_FORMS"] == "50"

    moderated.post(page_of(tool), {**values, "tags-0-DELETE": "on"})

    assert len(present(tool).record()["tags"]) == 51


def test_hidden_entry_is_edited_and_stays_hidden(moderated: Client) -> None:
    tool = ToolFactory(hidden=True)
    values = opened(moderated, page_of(tool))

    response = moderated.post(page_of(tool), {**values, "licence": "MIT"})

    assert response.status_code == 302
    assert (present(tool).licence, present(tool).status) == ("MIT", "hidden")


def test_change_made_in_a_hackathon_is_marked_with_it(
    moderated: Client, moderator: User
) -> None:
    tool, event = ToolFactory(), HackathonFactory()
    event.memberships.create(person=moderator)
    session = moderated.session
    session[JOINED] = event.pk
    session.save()
    values = opened(moderated, page_of(tool))

    moderated.post(page_of(tool), {**values, "licence": "MIT"})

    assert tool.changes.get(version=2).occasion == event.occasion


def test_page_that_holds_too_much_is_a_bad_request(moderated: Client) -> None:
    tool = ToolFactory()
    values = opened(moderated, page_of(tool))
    for _row in range(1000):
        values = add_row(values, "links", role="built_on", object=1, since="2020")

    assert moderated.post(page_of(tool), values).status_code == 400


def test_entries_are_not_copied(moderated: Client) -> None:
    tool = ToolFactory()
    values = opened(moderated, page_of(tool)) | {"name": "Copy", "_saveasnew": "on"}

    assert moderated.post(page_of(tool), values).status_code == 400
    assert Tool.objects.count() == 1


@pytest.mark.parametrize("pk", ["0", str(10**30), "x", "%00"])
def test_entry_that_is_not_there_is_said_so(moderated: Client, pk: str) -> None:
    for method in (moderated.get, moderated.post):
        assert method(f"{TOOLS}{pk}/change/").status_code in (302, 404)


def test_merged_entry_is_only_read_and_what_was_typed_is_given_back(
    moderated: Client,
) -> None:
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone")
    values = opened(moderated, page_of(gone)) | {"name": "Typed meanwhile"}
    actions.merge(kept, gone, {}, Why(by=None))

    page = moderated.get(page_of(gone))
    response = moderated.post(page_of(gone), values)

    assert page_of(kept) in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert "Typed meanwhile" in response.content.decode()
    assert present(kept).name == "Kept"


def test_links_of_others_are_shown_but_the_first_fifty_only(moderated: Client) -> None:
    body = OrganizationFactory(name="Body")
    for number in range(52):
        ToolFactory(name=f"Tool {number:02}", links=[link("provided_by", body)])

    page = moderated.get(page_of(body)).content.decode()

    assert "Tool 49" in page
    assert "Tool 50" not in page
    assert "All of them, on the entry" in page


def test_page_asks_few_questions(moderated: Client) -> None:
    others = [OrganizationFactory() for _ in range(30)]
    tool = ToolFactory(
        texts={"en": text("One."), "fr": {"summary": "Un."}, "es": {"summary": "Uno."}},
        tags=[TagFactory() for _ in range(10)],
        links=[link("developed_by", other) for other in others],
    )
    ToolFactory(links=[link("works_with", tool)])
    moderated.get(page_of(tool))

    with CaptureQueriesContext(connection) as asked:
        response = moderated.get(page_of(tool))

    assert response.status_code == 200
    assert len(asked) <= 12


def offered(client: Client, **asked: str) -> list[str]:
    field = {"app_label": "catalogue", "model_name": "link", "field_name": "object"}
    response = client.get("/admin/autocomplete/", {**field, **asked})
    assert response.status_code == 200
    return [result["text"] for result in response.json()["results"]]


def test_offered_entries_name_their_kind_and_leave_merged_ones_out(
    moderated: Client,
) -> None:
    kept, gone = ToolFactory(name="Vote one"), ToolFactory(name="Vote two")
    actions.merge(kept, gone, {}, Why(by=None))
    OrganizationFactory(name="Vote makers", hidden=True)
    UseCaseFactory(name="Vote of 2020")

    assert offered(moderated, term="vote") == [
        "Vote makers (Organization, Hidden)",
        "Vote one (Tool)",
    ]
    assert offered(moderated, term="\0" + "x" * 10_000) == []


def test_hidden_and_merged_tags_are_not_offered(moderated: Client) -> None:
    tags = {"model_name": "entrytag", "field_name": "tag", "term": "vot"}
    TagFactory(name="Voting")
    TagFactory(name="Votes", is_hidden=True)

    assert offered(moderated, **tags) == ["Voting"]

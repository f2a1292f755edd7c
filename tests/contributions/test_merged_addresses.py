"""What was merged is found where the kept entry is, and nothing typed is lost."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from catalogue import records
from catalogue.models import Entry
from contributions import actions, catalogue_files, reverting
from contributions.actions import Why
from contributions.models import Draft
from contributions.submissions import Submission
from tests.factories import (
    OrganizationFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
)
from tests.forms import fields, fields_of

pytestmark = pytest.mark.django_db
NOBODY = Why(by=None)


def merge(kept: Entry, gone: Entry) -> actions.Unmerged:
    return actions.merge(kept, gone, {}, NOBODY)


@pytest.mark.parametrize(
    "factory",
    [ToolFactory, UseCaseFactory, OrganizationFactory],
    ids=lambda f: f.__name__,
)
@pytest.mark.parametrize("below", ["", "edit/", "history/", "facts/", "report/"])
def test_every_old_address_leads_to_the_last_of_a_chain(
    client: Client, factory: type, below: str
) -> None:
    first, second, third = (factory(name=n) for n in ("First", "Second", "Third"))
    old = first.get_absolute_url()
    actions.edit(first, {"name": "Renamed"}, NOBODY)
    renamed = type(first).objects.get(pk=first.pk).get_absolute_url()
    merge(second, first)
    merge(third, second)

    for address in (old, renamed, second.get_absolute_url()):
        response = client.get(f"{address}{below}?a=b")
        assert response.status_code == 301
        assert response["Location"] == f"{third.get_absolute_url()}{below}?a=b"


def test_moderators_are_led_there_too(client: Client) -> None:
    client.force_login(UserFactory(moderator=True))
    kept, gone = ToolFactory(), ToolFactory()
    merge(kept, gone)

    for below in ("", "edit/"):
        response = client.get(gone.get_absolute_url() + below)
        assert response["Location"] == kept.get_absolute_url() + below


def test_both_pages_are_back_once_they_are_parted(client: Client) -> None:
    kept, gone = ToolFactory(), ToolFactory()
    actions.unmerge(merge(kept, gone).batch, NOBODY)

    for tool in (kept, gone):
        assert client.get(tool.get_absolute_url()).status_code == 200


def test_compared_and_filtered_by_an_old_address(client: Client) -> None:
    kept, gone, other = (
        ToolFactory(name="Kept"),
        ToolFactory(name="Gone"),
        ToolFactory(),
    )
    UseCaseFactory(name="In a city", links=[link("uses", gone)])
    merge(kept, gone)

    compared = client.get(f"/en/tools/compare/?tool={gone.slug}&tool={other.slug}")
    assert "Kept" in compared.content.decode()
    listed = client.get(f"/en/use-cases/?uses={gone.slug}", follow=True)
    assert "In a city" in listed.content.decode()


def test_open_form_of_a_merged_entry_gives_back_what_was_typed(client: Client) -> None:
    client.force_login(UserFactory())
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone")
    opened = fields(client, f"{gone.get_absolute_url()}edit/")
    merge(kept, gone)

    sent = {**opened, "summary": "Typed with care."}
    response = client.post(f"{gone.get_absolute_url()}edit/", sent)
    page = response.content.decode()

    assert response.status_code == 409
    assert "was merged into “Kept”" in page
    assert "Typed with care." in page
    assert f'action="{kept.get_absolute_url()}edit/"' in page

    added = client.post(f"{kept.get_absolute_url()}edit/", fields_of(response.content))
    assert added.status_code in (302, 409)


def test_form_of_a_hidden_entry_says_so_still(client: Client) -> None:
    gone = ToolFactory(hidden=True)

    response = client.post(f"{gone.get_absolute_url()}edit/", {"name": "A"})

    assert response.status_code == 404


def test_draft_of_a_merged_entry_goes_on_in_the_kept_one(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    kept, gone = ToolFactory(), ToolFactory()
    draft = actions.save_draft(
        uuid4(), person, "tool", gone, {"summary": ["Typed."], "version": ["1"]}
    )
    merge(kept, gone)

    draft = Draft.objects.get(pk=draft.pk)
    response = client.get(draft.get_absolute_url(), follow=True)

    assert response.redirect_chain[0][0].startswith(kept.get_absolute_url())
    assert fields_of(response.content)["summary"] == "Typed."
    assert fields_of(response.content)["version"] == "0"


def test_suggestion_for_a_merged_entry_is_taken_by_the_kept_one() -> None:
    kept, gone = ToolFactory(name="Kept", state="active"), ToolFactory(name="Gone")
    record = {**reverting.current(gone).record(), "licence": "MIT"}
    sent = Submission("tool", record, gone.pk, base_version=1)
    suggestion = actions.suggest(sent, NOBODY)
    merge(kept, gone)

    decided = actions.accept(suggestion, by=UserFactory(moderator=True))

    assert decided.entry is not None
    assert decided.entry.pk == kept.pk
    now = reverting.current(kept)
    assert (now.name, now.licence, now.state) == ("Kept", "MIT", "active")


def test_link_to_a_merged_entry_is_saved_as_one_to_the_kept_one() -> None:
    kept, gone = ToolFactory(), ToolFactory()
    merge(kept, gone)

    record = {"name": "Case", "links": [{**link("uses", gone), **EMPTY}]}
    done = actions.submit(_new("use_case", record), NOBODY)

    links = reverting.current(done.entry).record()["links"]
    assert [row["object"] for row in links] == [kept.pk]


def test_use_of_a_merged_tool_is_told_of_the_kept_one(client: Client) -> None:
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone")
    merge(kept, gone)

    page = client.get(f"{gone.get_absolute_url()}use/").content.decode()

    assert "Kept" in page


def test_files_take_old_addresses_along(tmp_path: Path) -> None:
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone")
    merge(kept, gone)

    catalogue_files.export_to(tmp_path)

    [line] = (tmp_path / "tools.jsonl").read_text().splitlines()
    assert json.loads(line)["old_slugs"] == ["gone"]


def test_history_says_what_became_of_it(client: Client) -> None:
    client.force_login(UserFactory(moderator=True))
    kept, gone = ToolFactory(name="Kept"), ToolFactory(name="Gone")
    merged = merge(kept, gone)
    change = merged.batch.changes.get(entry=gone)

    page = client.get(f"/en/changes/{change.pk}/").content.decode()

    assert "Merged into" in page
    assert "<ins>Kept</ins>" in page


EMPTY = {"since": "", "until": "", "source": ""}


def _new(kind: str, record: dict) -> Submission:

    return Submission(kind, records.complete(kind, record))


@pytest.mark.parametrize("merged", ["subject", "object"])
@pytest.mark.parametrize(("since", "left"), [(None, []), ("2008", ["2008"])])
def test_touched_link_of_another_is_followed_to_what_was_merged(
    merged: str, since: str | None, left: list[str]
) -> None:
    maker = OrganizationFactory(name="mySociety")
    tool = ToolFactory(name="Alaveteli", links=[link("developed_by", maker)])
    opened = {"role": "developed_by", "subject": tool.pk, "version": tool.version}
    said = {"role": "developed_by", "subject": tool.pk, "since": since, "until": ""}
    submission = Submission(
        kind="organization",
        record=maker.record(),
        entry_id=maker.pk,
        base_version=maker.version,
        inbound=[{**said, "source": ""}] if since else [],
        opened=[opened],
    )
    suggestion = actions.suggest(submission, NOBODY)
    kept = {"subject": ToolFactory, "object": OrganizationFactory}[merged]()
    merge(kept, tool if merged == "subject" else maker)

    actions.accept(suggestion, UserFactory(moderator=True))

    stays = kept if merged == "subject" else tool
    assert [one.since for one in stays.links_from.all()] == left


def test_link_that_differs_since_the_merge_is_asked_about() -> None:
    maker = OrganizationFactory()
    tool = ToolFactory(links=[link("developed_by", maker)])
    kept = ToolFactory(links=[link("developed_by", maker, since="2010")])
    opened = {"role": "developed_by", "subject": tool.pk, "version": tool.version}
    submission = Submission(
        kind="organization",
        record=maker.record(),
        entry_id=maker.pk,
        base_version=maker.version,
        opened=[opened],
    )
    merge(kept, tool)

    with pytest.raises(actions.Clashing):
        actions.submit(submission, NOBODY)

    assert kept.links_from.get().since == "2010"

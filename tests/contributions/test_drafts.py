"""Drafts: kept while typing, bounded, one's own, and gone once sent."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import User
from catalogue.models import Entry, Tool
from contributions import actions
from contributions.actions import AlreadySent, Why, drafts
from contributions.models import Change, Draft
from contributions.submissions import Submission
from tests.browsing import page, words
from tests.factories import OrganizationFactory, ToolFactory, UserFactory
from tests.forms import fields
from tests.threads import at_once, overlapping

pytestmark = pytest.mark.django_db
ID = UUID("5b0a1d8e-6a55-4f5e-9d5b-0c1f4c8d7a10")
SAVE = f"/en/drafts/{ID}/"
DISCARD = f"/en/drafts/{ID}/discard/"


@pytest.fixture
def signed_in(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def save(person: User | None, name: str = "Decidim", id: UUID = ID) -> Draft:
    return actions.save_draft(id, person, "tool", None, {"name": [name]})


def typed(**values: Any) -> dict[str, Any]:
    return {"kind": "tool", "entry": "", "name": "Decidim", **values}


def test_draft_keeps_every_field_as_it_was_sent(
    signed_in: Client, contributor: User
) -> None:
    response = signed_in.post(
        SAVE, typed(platforms=["web", "linux"], summary="Gathers\r\nproposals.")
    )

    draft = Draft.objects.get()
    assert response.status_code == 200
    assert (draft.pk, draft.person, draft.kind, draft.name) == (
        ID,
        contributor,
        "tool",
        "Decidim",
    )
    assert draft.values == {
        "name": ["Decidim"],
        "platforms": ["web", "linux"],
        "summary": ["Gathers\r\nproposals."],
    }


def test_saving_says_when(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = timezone.now().replace(hour=14, minute=32)
    monkeypatch.setattr("contributions.actions.drafts.timezone.now", lambda: moment)

    response = signed_in.post(SAVE, typed())

    assert ">14:32 UTC</time>." in response.text
    assert response.text.strip().startswith('<span data-said="saved">Draft saved at')


def test_saving_again_replaces_and_keeps_one_row(signed_in: Client) -> None:
    signed_in.post(SAVE, typed())
    signed_in.post(SAVE, typed(name="Decidim 2", website="decidim.org"))

    draft = Draft.objects.get()
    assert draft.values == {"name": ["Decidim 2"], "website": ["decidim.org"]}


def test_draft_of_an_edit_knows_its_entry(signed_in: Client) -> None:
    tool = ToolFactory()

    signed_in.post(SAVE, typed(entry=tool.pk))

    assert Draft.objects.get().entry_id == tool.pk


def test_visitor_is_told_that_nothing_is_kept(client: Client) -> None:
    response = client.post(SAVE, typed())

    assert response.status_code == 403
    assert "kept in this browser only" in response.text
    assert not Draft.objects.exists()


def test_visitor_is_told_that_the_form_was_sent(client: Client) -> None:
    submission = Submission("tool", {"name": "Decidim"})
    actions.suggest(submission, Why(by=None), draft=ID)

    assert client.post(SAVE, typed()).status_code == 410


def test_draft_of_somebody_else_is_not_touched(
    signed_in: Client, contributor: User
) -> None:
    save(UserFactory(), "Theirs")

    assert signed_in.post(SAVE, typed()).status_code == 403
    assert signed_in.post(DISCARD).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.claim_draft(ID, contributor)
    actions.drop_draft_of_submit(ID, contributor)

    assert Draft.objects.get().values == {"name": ["Theirs"]}


def test_nobodys_draft_belongs_to_who_signs_in(contributor: User) -> None:
    save(None, "Typed before the sign-in expired")

    draft = actions.claim_draft(ID, contributor)

    assert draft and draft.person == contributor
    assert actions.claim_draft(ID, contributor) == draft
    assert actions.claim_draft(uuid4(), contributor) is None


def test_nobodys_draft_belongs_to_who_goes_on_with_it(
    signed_in: Client, contributor: User
) -> None:
    save(None, "Typed before the sign-in expired")

    signed_in.post(SAVE, typed())

    assert Draft.objects.get().person == contributor


def test_nobodys_drafts_do_not_stay_for_ever() -> None:
    save(None)
    long_ago = timezone.now() - drafts.NOBODYS_STAY - timedelta(minutes=1)
    Draft.objects.update(updated_at=long_ago)

    save(None, id=uuid4())

    assert not Draft.objects.filter(pk=ID).exists()


def test_discarding_leads_back(signed_in: Client) -> None:
    signed_in.post(SAVE, typed())

    response = signed_in.post(DISCARD, {"next": "/en/tools/add/"})

    assert (response.status_code, response["Location"]) == (302, "/en/tools/add/")
    assert not Draft.objects.exists()
    assert signed_in.post(DISCARD)["Location"] == "/en/profile/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_discarding_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    assert client.post(DISCARD, {"next": elsewhere})["Location"] == "/en/"


def test_secrets_are_not_kept(signed_in: Client) -> None:
    signed_in.post(
        SAVE,
        typed(password="1", csrfmiddlewaretoken="2", code="3", source_code="kept"),
    )

    assert Draft.objects.get().values.keys() == {"name", "source_code"}


def test_characters_that_no_text_holds_are_dropped(contributor: User) -> None:
    values = {"na\0me": ["a"], "summary": ["b\0c\ud800d"]}

    draft = actions.save_draft(ID, contributor, "tool", None, values)

    draft.refresh_from_db()
    assert draft.values == {"name": ["a"], "summary": ["bcd"]}


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (typed(kind="nonsense"), 422),
        (typed(kind=""), 422),
        (typed(summary="x" * 200_001), 422),
        (typed(**{f"field-{number}": "" for number in range(1801)}), 422),
        (typed(entry="nonsense"), 404),
        (typed(entry=str(10**30)), 404),
        (typed(entry="-1"), 404),
    ],
    ids=lambda value: str(value)[:40],
)
def test_nonsense_is_refused(
    signed_in: Client, values: dict[str, Any], status: int
) -> None:
    response = signed_in.post(SAVE, values)

    assert response.status_code == status
    assert "this browser" in response.text
    assert not Draft.objects.exists()


def test_entry_of_another_kind_is_refused(signed_in: Client) -> None:
    values = typed(entry=OrganizationFactory().pk)

    assert signed_in.post(SAVE, values).status_code == 422


def test_hidden_entry_is_not_there(signed_in: Client) -> None:
    values = typed(entry=ToolFactory(hidden=True).pk)

    assert signed_in.post(SAVE, values).status_code == 404


def test_bad_id_is_not_found(signed_in: Client) -> None:
    assert signed_in.post("/en/drafts/nonsense/", typed()).status_code == 404


def test_long_name_is_cut_for_the_list_only(contributor: User) -> None:
    draft = save(contributor, f"  A\n{'é' * 10_000}")

    assert draft.name == f"A {'é' * 198}"
    assert len(draft.values["name"][0]) == 10_004


def test_oldest_drafts_give_way(
    contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 3)
    other = save(UserFactory(), id=uuid4())

    for number in range(5):
        save(contributor, f"Tool {number}", uuid4())

    kept = contributor.drafts.order_by("created_at")
    assert [draft.name for draft in kept] == ["Tool 2", "Tool 3", "Tool 4"]
    assert Draft.objects.filter(pk=other.pk).exists()


def test_sent_form_takes_its_draft_along(signed_in: Client) -> None:
    signed_in.post(SAVE, typed(summary="Gathers proposals."))
    form = {"draft": str(ID), "version": "0", "links-TOTAL_FORMS": "0"}

    response = signed_in.post(
        "/en/tools/add/",
        {
            **form,
            "links-INITIAL_FORMS": "0",
            "name": "Decidim",
            "summary": "Gathers proposals.",
            "text_language": "en",
        },
    )

    assert response.status_code == 302
    assert Change.objects.get().draft == ID
    assert not Draft.objects.exists()
    late = signed_in.post(SAVE, typed())
    assert (late.status_code, Draft.objects.count()) == (410, 0)
    assert "saved already" in late.text


def test_budget_of_saving(django_assert_num_queries: Any, contributor: User) -> None:
    with django_assert_num_queries(8):
        save(contributor)


@pytest.mark.django_db(transaction=True)
def test_twenty_save_one_draft_at_once() -> None:
    person = UserFactory()

    at_once(*[partial(save, person, f"Text {number}") for number in range(20)])
    save(person, "The last text")

    assert Draft.objects.get().values == {"name": ["The last text"]}


@pytest.mark.django_db(transaction=True)
def test_twenty_drafts_of_one_person_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 5)
    person = UserFactory()

    at_once(*[partial(save, person, f"{n}", uuid4()) for n in range(20)])

    assert Draft.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_people_choose_one_id_at_once() -> None:
    def attempt(person: User) -> str:
        try:
            return save(person, person.username).name
        except PermissionDenied:
            return ""

    people = [UserFactory() for _ in range(10)]

    names = at_once(*[partial(attempt, person) for person in people])

    assert Draft.objects.get().name in names
    assert names.count("") == 9


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("was_saved", [True, False])
def test_late_saving_waits_for_the_submit_and_is_refused(was_saved: bool) -> None:
    person = UserFactory()
    tool: Entry = ToolFactory()
    if was_saved:
        save(person)

    record = {**tool.record(), "name": "Decidim"}
    submission = Submission("tool", record, entry_id=tool.pk, base_version=1)

    def submit() -> None:
        actions.submit(submission, Why(by=person), ID)

    def save_late() -> str:
        try:
            return save(person).name
        except AlreadySent:
            return "refused"

    assert overlapping(submit, save_late) == [None, "refused"]
    assert not Draft.objects.exists()
    assert Tool.objects.get().name == "Decidim"


def test_profile_discards_a_draft(signed_in: Client, contributor: User) -> None:
    save(contributor, "To be thrown away")
    form = page(signed_in, "/en/profile/").select_one(f'form[action="{DISCARD}"]')

    response = signed_in.post(form["action"])

    assert words(form) == "Discard To be thrown away"
    assert response["Location"] == "/en/profile/"
    assert not contributor.drafts.exists()


def test_draft_of_another_entry_does_not_fill_the_form(
    signed_in: Client, contributor: User
) -> None:
    ToolFactory(name="Consul")
    other = ToolFactory(name="Decidim")
    kept = Draft.objects.create(
        person=contributor, kind="tool", entry=other, values={"name": ["Other"]}
    )

    given = fields(signed_in, f"/en/tools/consul/edit/?draft={kept.pk}")

    assert given["name"] == "Consul"


def test_draft_of_a_use_is_offered_on_its_own_tool_alone(signed_in: Client) -> None:
    ToolFactory(name="Decidim"), ToolFactory(name="Loomio")
    page_of_form = "/en/tools/decidim/use/"
    typed = fields(signed_in, page_of_form) | {"name": "A vote", "kind": "use_case"}
    signed_in.post(SAVE, typed)

    here = page(signed_in, page_of_form).main
    there = page(signed_in, "/en/tools/loomio/use/").main

    assert "You have a draft here, “A vote”" in words(here)
    assert "You have a draft" not in words(there)
    go_on = page(
        signed_in, page_of_form + here.find("a", string="Go on with it")["href"]
    )
    assert go_on.select_one("[name=name]")["value"] == "A vote"
    assert "Decidim" in words(go_on.h1)

"""Many suggestions decided in one go, after a summary of what will happen."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Entry, EntryStatus, Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Change, Report, Suggestion
from tests.contributions.test_suggestions import NOBODY, of_a_tool, of_an_edit
from tests.factories import ToolFactory, UserFactory

pytestmark = pytest.mark.django_db
DECIDE = "/admin/queue/decide/"


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def items(*suggestions: Suggestion) -> list[str]:
    return [f"suggestion:{one.pk}" for one in suggestions]


def test_summary_says_what_would_happen_and_writes_nothing(moderated: Client) -> None:
    tool = ToolFactory(name="Decidim", licence="MIT")
    tool = Tool.objects.for_records().get(pk=tool.pk)
    ready = actions.suggest(of_a_tool("Ready"), NOBODY)
    clashing = actions.suggest(of_an_edit(tool, licence="ISC"), NOBODY)
    decided = actions.suggest(of_a_tool("Decided"), NOBODY)
    actions.decline(decided, UserFactory(display_name="Ada"), "wrong")
    actions.edit(tool, {"licence": "0BSD"}, NOBODY)
    chosen = [*items(ready, clashing, decided), "report:999", "suggestion:x"]

    response = moderated.post(DECIDE, {"do": "accept", "item": chosen})

    page = response.content.decode()
    for words in ("1 will be published", "Licence", "Ada", "2 things are left"):
        assert words in page
    assert not Tool.objects.filter(name="Ready").exists()


def test_confirmed_summary_accepts_what_is_ready(moderated: Client) -> None:
    ready = [actions.suggest(of_a_tool(f"Ready {n}"), NOBODY) for n in range(3)]
    sent = {"do": "accept", "item": items(*ready), "confirmed": "1", "message": "Ta."}

    response = moderated.post(DECIDE, sent)

    assert response.status_code == 302
    assert Tool.objects.filter(name__startswith="Ready").count() == 3
    assert {one.message for one in Suggestion.objects.all()} == {"Ta."}


def test_what_cannot_be_accepted_waits_on_and_is_said(moderated: Client) -> None:
    twice = [actions.suggest(of_a_tool("Same"), NOBODY) for _ in range(2)]
    sent = {"do": "accept", "item": items(*twice), "confirmed": "1"}

    page = moderated.post(DECIDE, sent, follow=True).content.decode()

    assert "Same: Same" in page
    assert "1 suggestion decided." in page
    assert Suggestion.objects.waiting().count() == 1


def test_declining_many_takes_a_reason(moderated: Client) -> None:
    chosen = items(*(actions.suggest(of_a_tool(f"T {n}"), NOBODY) for n in range(2)))
    sent = {"do": "decline", "item": chosen, "confirmed": "1"}

    bare = moderated.post(DECIDE, sent)
    done = moderated.post(DECIDE, {**sent, "reason": "spam"})

    assert (bare.status_code, done.status_code) == (422, 302)
    assert Suggestion.objects.filter(reason="spam").count() == 2


def test_nothing_chosen_leads_back(moderated: Client) -> None:
    response = moderated.post(DECIDE, {"do": "accept"}, follow=True)

    assert "Choose what to decide on first." in response.content.decode()


def test_summary_of_many_asks_little(moderated: Client) -> None:
    tools = [ToolFactory(licence="MIT") for _ in range(20)]
    loaded = Tool.objects.for_records().filter(pk__in=[tool.pk for tool in tools])
    chosen = [
        actions.suggest(of_an_edit(tool, licence="ISC"), NOBODY) for tool in loaded
    ]

    with CaptureQueriesContext(connection) as asked:
        moderated.post(DECIDE, {"do": "accept", "item": items(*chosen)})

    assert len(asked) <= 15


def said(response: HttpResponse) -> str:
    """The words of a page."""
    text = BeautifulSoup(response.content, "html.parser").get_text()
    return " ".join(text.split())


def held(name: str) -> Entry:
    entry = ToolFactory(name=name)
    actions.set_status(entry, EntryStatus.HELD, NOBODY)
    return entry


def confirm(client: Client, do: str, *chosen: str, **values: str):
    sent = {"do": do, "item": chosen, "confirmed": "1", **values}
    return client.post(DECIDE, sent, follow=True)


def test_queue_offers_a_tick_for_all_three_sorts(moderated: Client) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)
    entry, told = held("Held"), actions.report(ToolFactory(), reason="spam")

    page = moderated.get("/admin/queue/").content.decode()

    chosen = [*items(suggestion), f"entry:{entry.pk}", f"report:{told.pk}"]
    for item in chosen:
        assert f'value="{item}"' in page


def test_held_entries_are_published_in_one_go(
    moderated: Client, moderator: User
) -> None:
    entries = [held(f"Held {n}") for n in range(2)]
    chosen = [f"entry:{one.pk}" for one in entries]

    summary = said(moderated.post(DECIDE, {"do": "accept", "item": chosen}))
    confirm(moderated, "accept", *chosen)

    assert "2 held entries will be shown" in summary
    assert {one.status for one in Entry.objects.all()} == {"published"}
    assert Change.objects.filter(person=moderator).count() == 2


def test_held_entries_are_hidden_for_a_public_reason(moderated: Client) -> None:
    entry = held("Held")

    bare = confirm(moderated, "decline", f"entry:{entry.pk}")
    done = confirm(
        moderated, "decline", f"entry:{entry.pk}", public_reason="It is a casino."
    )

    entry.refresh_from_db()
    assert (bare.status_code, done.status_code) == (422, 200)
    assert "Say why: everybody can read it." in bare.content.decode()
    assert entry.status == EntryStatus.HIDDEN
    assert entry.changes.latest("version").comment == "It is a casino."


def test_reports_are_handled_with_one_note(moderated: Client, moderator: User) -> None:
    told = [actions.report(ToolFactory(), reason="spam") for _ in range(2)]
    chosen = [f"report:{one.pk}" for one in told]

    confirm(moderated, "handle", *chosen, note="Both undone.")

    kept = Report.objects.values_list("note", "handled_by")
    assert set(kept) == {("Both undone.", moderator.pk)}


def test_mixed_choice_takes_a_reason_of_each_sort(moderated: Client) -> None:
    suggestion, entry = actions.suggest(of_a_tool(), NOBODY), held("Held")
    told = actions.report(ToolFactory(name="Told"), reason="spam")
    chosen = [*items(suggestion), f"entry:{entry.pk}", f"report:{told.pk}"]

    summary = said(moderated.post(DECIDE, {"do": "decline", "item": chosen}))
    reasons = {"reason": "spam", "public_reason": "Advertising."}
    page = said(confirm(moderated, "decline", *chosen, **reasons))

    for part in ("1 will be declined", "1 held entry will be hidden", "Told"):
        assert part in summary
    assert "Reports are neither accepted nor declined" in summary
    assert "1 suggestion decided." in page
    assert "1 entry decided on." in page
    assert Suggestion.objects.get().status == "declined"
    assert Report.objects.get().handled_at is None


def test_choice_of_reports_leaves_the_rest_waiting(moderated: Client) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)

    page = moderated.post(DECIDE, {"do": "handle", "item": items(suggestion)})

    assert "Only reports are marked as handled" in page.content.decode()
    assert "Back to the queue" in page.content.decode()


def test_what_another_moderator_did_meanwhile_is_told_and_not_done_twice(
    moderated: Client,
) -> None:
    ada = UserFactory(display_name="Ada", is_staff=True)
    suggestion, entry = actions.suggest(of_a_tool("New"), NOBODY), held("Held")
    told = actions.report(ToolFactory(name="Told"), reason="spam")
    actions.accept(suggestion, ada)
    actions.set_status(entry, EntryStatus.PUBLISHED, Why(by=ada))
    actions.handle_report(told, ada)
    made = Change.objects.count()

    decided = said(
        confirm(moderated, "accept", *items(suggestion), f"entry:{entry.pk}")
    )
    handled = said(confirm(moderated, "handle", f"report:{told.pk}"))

    assert "New: Accepted, Ada" in decided
    assert "Held: Published, Ada" in decided
    assert "Told: Ada has handled this already." in handled
    assert Change.objects.count() == made


@pytest.mark.parametrize("action", ["decide_status", "handle_report", "accept"])
def test_moderator_who_was_faster_during_the_confirmation_is_named(
    moderated: Client, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the summary that the confirmation makes anew and the writing."""
    ada = UserFactory(display_name="Ada", is_staff=True)
    suggestion, entry = actions.suggest(of_a_tool("New"), NOBODY), held("Held")
    told = actions.report(ToolFactory(name="Told"), reason="spam")
    published = EntryStatus.PUBLISHED
    faster = {
        "decide_status": lambda: actions.set_status(entry, published, Why(by=ada)),
        "handle_report": lambda: actions.handle_report(told, ada),
        "accept": lambda: actions.accept(suggestion, ada),
    }
    write = getattr(actions, action)

    def overtaken(*args, **kwargs):
        monkeypatch.setattr(actions, action, write)
        faster[action]()
        return write(*args, **kwargs)

    monkeypatch.setattr(actions, action, overtaken)
    chosen = {
        "decide_status": ("accept", f"entry:{entry.pk}"),
        "handle_report": ("handle", f"report:{told.pk}"),
        "accept": ("accept", *items(suggestion)),
    }
    page = said(confirm(moderated, *chosen[action]))

    assert "Ada has" in page


def test_unknown_decision_leads_back(moderated: Client) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)

    response = moderated.post(DECIDE, {"do": "whim", "item": items(suggestion)})

    assert response.status_code == 302
    assert Suggestion.objects.waiting().exists()

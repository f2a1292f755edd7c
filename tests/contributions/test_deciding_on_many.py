"""Many suggestions decided in one go, after a summary of what will happen."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalogue.models import Tool
from contributions import actions
from contributions.models import Suggestion
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
    chosen = [*items(ready, clashing, decided), "report:1", "suggestion:x"]

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

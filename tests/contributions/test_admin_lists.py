"""The lists of the admin tell nobody what is not theirs, and fail on nothing sent."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions import actions
from contributions.admin.base import ReadingAdmin
from contributions.models import Report, Suggestion
from tests.browsing import words
from tests.contributions.test_suggestions import NOBODY, of_a_tool
from tests.factories import ToolFactory, UserFactory

pytestmark = pytest.mark.django_db
PEOPLE, SUGGESTIONS = "/admin/accounts/user/", "/admin/contributions/suggestion/"
OURS = sorted(
    (
        model
        for model, shown in admin.site._registry.items()
        if isinstance(shown, ReadingAdmin) and shown.get_urls()
    ),
    key=str,
)


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def asked(client: Client, address: str, **sent: object) -> BeautifulSoup:
    return BeautifulSoup(client.post(address, sent).content, "html.parser")


def list_of(model: type) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")


@pytest.mark.parametrize(
    "query",
    [
        *("password__startswith=pbkdf2", "email__startswith=a", "email=a@example.org"),
        *("email__iregex=.", "last_login__isnull=0"),
    ],
)
def test_moderators_find_nobody_by_what_they_may_not_read(
    moderated: Client, query: str
) -> None:
    assert moderated.get(f"{PEOPLE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["password__startswith=pbkdf2", "password=x"])
def test_nobody_finds_people_by_their_passwords(client: Client, query: str) -> None:
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(f"{PEOPLE}?{query}").status_code == 400


def test_addresses_of_who_suggested_are_for_administrators(
    moderated: Client,
) -> None:
    sent = actions.suggest(of_a_tool(), NOBODY, email="ada@example.org")
    address = f"{SUGGESTIONS}{sent.pk}/change/"

    assert "ada@example.org" not in moderated.get(address).text
    found = moderated.get(f"{SUGGESTIONS}?email__startswith=ada")
    assert found.status_code == 400
    moderated.force_login(UserFactory(is_superuser=True))

    assert "ada@example.org" in moderated.get(address).text


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
@pytest.mark.parametrize("query", ["?q=%00", "?kind__exact=%00", "?status__exact=%00"])
def test_list_refuses_characters_that_no_text_has(
    moderated: Client, model: type, query: str
) -> None:
    assert moderated.get(list_of(model) + query).status_code in (200, 302, 400)


@pytest.mark.parametrize("chosen", ["x", "\0", "9" * 30, ""])
@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_actions_refuse_ids_that_nothing_has(
    moderated: Client, model: type, chosen: str
) -> None:
    shown = admin.site._registry[model]

    for name in shown.actions or []:
        sent = {"action": name, "_selected_action": chosen}
        response = moderated.post(list_of(model), sent)
        assert response.status_code in (200, 302, 400), name


def test_list_of_suggestions_decides_after_a_summary(moderated: Client) -> None:
    for number in range(2):
        actions.suggest(of_a_tool(f"T {number}"), NOBODY)
    chosen = [str(one.pk) for one in Suggestion.objects.all()]

    for action in ("accept", "decline"):
        sent = {"action": action, "_selected_action": chosen}
        shown = asked(moderated, SUGGESTIONS, **sent)
        form = shown.select_one("form:has([name=confirmed])")
        assert form["action"] == "/admin/queue/decide/"
        assert {one["value"] for one in form.select("[name=item]")} == {
            f"suggestion:{pk}:0" for pk in chosen
        }
        assert "T 0" in words(shown)
    assert Suggestion.objects.waiting().count() == 2


def test_list_of_reports_handles_after_a_summary(moderated: Client) -> None:
    told = actions.report(ToolFactory(), reason="spam")
    sent = {"action": "mark_handled", "_selected_action": told.pk}

    shown = asked(moderated, "/admin/contributions/report/", **sent)

    assert shown.select_one("[name=item]")["value"] == f"report:{told.pk}"
    assert shown.select_one("[name=note]")
    assert Report.objects.filter(handled_at=None).exists()

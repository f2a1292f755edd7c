import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from contributions import actions
from tests.contributions.test_suggestions import NOBODY, of_a_tool
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/contributions/suggestion/"


def test_moderators_read_suggestions_and_change_none(
    client: Client, moderator: User
) -> None:
    client.force_login(moderator)
    suggestions = [actions.suggest(of_a_tool(f"T {n}"), NOBODY) for n in range(3)]

    for address in (LIST, f"{LIST}{suggestions[0].pk}/change/"):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert "T 0" in response.content.decode()
        assert len(asked) <= 15
    assert client.post(address, {"status": "accepted"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_suggestion_that_waits_leads_to_where_it_is_decided(
    client: Client, moderator: User
) -> None:
    client.force_login(moderator)
    suggestion = actions.suggest(of_a_tool(), NOBODY)
    address = f"{LIST}{suggestion.pk}/change/"
    link = f'href="/admin/queue/suggestion/{suggestion.pk}/"'

    assert link in client.get(address).content.decode()
    actions.decline(suggestion, moderator, "no source")
    assert link not in client.get(address).content.decode()


@pytest.mark.parametrize("person", [{}, {"is_organizer": True}])
def test_others_do_not_see_suggestions_there(client: Client, person: dict) -> None:
    client.force_login(UserFactory(**person))

    assert client.get(LIST).status_code == 302

"""Who reads the traces that changes leave, and who may take changes back: one table."""

import pytest
from django.test import Client

from accounts.access import Role
from contributions import actions
from contributions.actions import Why
from tests.factories import ToolFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCOUNTS = {
    Role.GUEST: {"is_guest": True},
    Role.CONTRIBUTOR: {},
    Role.ORGANIZER: {"is_organizer": True},
    Role.MODERATOR: {"is_staff": True},
    Role.ADMINISTRATOR: {"is_superuser": True},
}
EVERYBODY = [200, 200, 200, 200, 200, 200]
WITH_AN_ACCOUNT = [302, 403, 200, 200, 200, 200]
# What each role is answered, from visitor to administrator.
TABLE = {
    ("get", "/en/tools/decidim/history/"): EVERYBODY,
    ("get", "/en/tools/decidim/history/feed/"): EVERYBODY,
    ("get", "/en/tools/decidim/history/1/"): EVERYBODY,
    ("get", "/en/tools/decidim/history/on/2999-01-01/"): [302] * 6,
    ("get", "/en/tools/decidim/facts/"): EVERYBODY,
    ("get", "/en/changes/"): EVERYBODY,
    ("get", "/en/changes/feed/"): EVERYBODY,
    ("get", "/en/changes/{pk}/"): EVERYBODY,
    ("get", "/en/changes/{pk}/revert/"): WITH_AN_ACCOUNT,
    ("post", "/en/changes/{pk}/revert/"): [302, 403, 302, 302, 302, 302],
    ("get", "/en/tools/decidim/history/1/restore/"): WITH_AN_ACCOUNT,
    ("post", "/en/tools/decidim/history/1/restore/"): [302, 403, 302, 302, 302, 302],
    ("post", "/en/tools/decidim/facts/confirm/"): [302, 403, 302, 302, 302, 302],
}
SENT = {"path": "licence", "comment": "", "seen": "2"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "address"), TABLE)
def test_role_is_answered_as_the_table_says(
    client: Client, role: Role, method: str, address: str
) -> None:
    tool = ToolFactory(name="Decidim", licence="MIT")
    change = actions.edit(tool, {"licence": "ISC"}, Why(by=None))
    assert change is not None
    if role in ACCOUNTS:
        client.force_login(UserFactory(**ACCOUNTS[role]))

    sent = SENT if method == "post" else {}
    response = getattr(client, method)(address.format(pk=change.pk), sent)

    assert response.status_code == TABLE[method, address][role]
    wrote = tool.changes.count() > 2 or tool.confirmations.exists()
    assert wrote == (method == "post" and role >= Role.CONTRIBUTOR)
    if role == Role.VISITOR and method == "post":
        assert "next=" in response["Location"]

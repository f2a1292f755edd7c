"""Who may do what in the admin, in one table: every address and action, every role."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, reverse

from accounts.access import Role
from accounts.models import User
from catalogue import records
from catalogue.models import Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Act, Batch, Duplicate
from contributions.submissions import Submission
from tests.factories import (
    CollectionFactory,
    HackathonFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
)
from tests.test_access import ACCOUNTS

pytestmark = pytest.mark.django_db


@dataclass
class View:
    """What moderators and administrators are answered, reading and writing.

    All others are sent to sign in. Nothing is filled in when writing.
    """

    get: list[int]
    post: list[int]


READ, MOVED, NEVER = [200, 200], [302, 302], [403, 403]
NO_METHOD, BAD = [405, 405], [422, 422]
ADMINISTRATORS = [403, 200]

# The pages that every table of ours has: moderators read, nobody writes.
OURS = {
    "changelist": View(READ, READ),
    "add": View(NEVER, NEVER),
    "history": View(READ, READ),
    "delete": View(NEVER, NEVER),
    "change": View(READ, NEVER),
}
# The tables of sign-in, which come with their package, are for administrators.
OF_SIGN_IN = {
    "changelist": View(ADMINISTRATORS, ADMINISTRATORS),
    "add": View(ADMINISTRATORS, ADMINISTRATORS),
    "history": View(MOVED, MOVED),
    "delete": View([403, 302], [403, 302]),
    "change": View([403, 302], [403, 302]),
}
OUR_TABLES = [
    *("contributions_act", "contributions_batch", "contributions_change"),
    *("contributions_report", "contributions_suggestion", "accounts_user"),
    *("contributions_merge", "contributions_duplicate"),
    "hackathons_hackathon",
    *("catalogue_collection", "catalogue_tool", "catalogue_tag"),
    *("usecases_usecase", "organizations_organization"),
]
SIGN_IN_TABLES = [
    *("account_emailaddress", "mfa_authenticator", "usersessions_usersession"),
    *("socialaccount_socialapp", "socialaccount_socialtoken"),
    *("socialaccount_socialaccount", "auth_group"),
]
TABLE = {
    "index": View(READ, READ),
    "logout": View(NO_METHOD, MOVED),
    "password_change": View(READ, BAD),
    "password_change_done": View(READ, NO_METHOD),
    "autocomplete": View(NEVER, NO_METHOD),
    "jsi18n": View(READ, NO_METHOD),
    "app_list": View(READ, READ),
    "view_on_site": View(MOVED, MOVED),
    **{f"{name}_{page}": OURS[page] for name in OUR_TABLES for page in OURS},
    **{f"{name}_{p}": OF_SIGN_IN[p] for name in SIGN_IN_TABLES for p in OF_SIGN_IN},
    # The only one of these tables that has a row.
    **{
        f"auth_group_{page}": View(ADMINISTRATORS, ADMINISTRATORS)
        for page in ("history", "delete", "change")
    },
    **{
        f"{name}_{page}": view
        for name in (
            *("catalogue_tool", "usecases_usecase"),
            "organizations_organization",
        )
        for page, view in {
            "history": View(MOVED, MOVED),
            "add": View(READ, BAD),
            "change": View(READ, BAD),
        }.items()
    },
    # Names and organizers are for administrators; empty, the form is refused.
    "hackathons_hackathon_change": View(READ, ADMINISTRATORS),
    "contributions_act_changelist": View(READ, NO_METHOD),
    "accounts_user_history": View(MOVED, MOVED),
    "accounts_user_decide": View(READ, BAD),
    "contributions_merge_preview": View(READ, BAD),
    "contributions_merge_result": View(READ, MOVED),
    "contributions_duplicate_find": View(NO_METHOD, MOVED),
    "contributions_duplicate_dismiss": View(NO_METHOD, MOVED),
    "contributions_batch_undo": View(READ, BAD),
    "catalogue_tag_edit": View(READ, BAD),
    "catalogue_tag_merge": View(MOVED, MOVED),
    "catalogue_tag_history": View(MOVED, MOVED),
}
# The page for signing in is the same for all; see tests/accounts.
OPEN_TO_ALL = {"login"}

# Who is offered an action, beside each table that has any.
MODERATORS = {Role.MODERATOR, Role.ADMINISTRATOR}
ON_ENTRIES = ("publish", "hide", "change", "merge", "as_csv", "as_json")
ACTIONS: dict[str, dict[str, set[Role]]] = {
    "catalogue.Collection": {"make_private": MODERATORS},
    **{
        label: dict.fromkeys(ON_ENTRIES, MODERATORS)
        for label in (
            "catalogue.Tool",
            "usecases.UseCase",
            "organizations.Organization",
        )
    },
    "catalogue.Tag": dict.fromkeys(("approve", "hide", "show", "merge"), MODERATORS),
    "contributions.Report": {"mark_handled": MODERATORS},
    "contributions.Duplicate": dict.fromkeys(
        ("dismiss_selected", "reopen_selected"), MODERATORS
    ),
    "contributions.Suggestion": dict.fromkeys(("accept", "decline"), MODERATORS),
    "account.EmailAddress": {
        "make_verified": {Role.ADMINISTRATOR},
        "delete_selected": {Role.ADMINISTRATOR},
    },
    **{
        label: {"delete_selected": {Role.ADMINISTRATOR}}
        for label in (
            *("mfa.Authenticator", "usersessions.UserSession", "auth.Group"),
            *("socialaccount.SocialApp", "socialaccount.SocialToken"),
            "socialaccount.SocialAccount",
        )
    },
}


@pytest.fixture
def world() -> dict[str, Any]:
    """One row of each of our tables, by the name of the table."""
    somebody = UserFactory(username="somebody")
    tag = TagFactory()
    tool = ToolFactory(tags=[tag], by=somebody)
    batch = Batch.objects.create(kind="import", label="Import", person=somebody)
    content = Submission("tool", records.complete("tool", {"name": "New"}))
    actions.note(somebody, UserFactory(is_staff=True), "A note.")
    left, other = ToolFactory(name="Same"), ToolFactory()
    ToolFactory(name="Same")
    actions.find_duplicates()
    return {
        "contributions_act": Act.objects.get(),
        "contributions_batch": batch,
        "contributions_duplicate": Duplicate.objects.get(left=left.pk),
        "contributions_merge": actions.merge(left, other, {}, Why(by=None)),
        "contributions_change": tool.changes.get(),
        "contributions_report": actions.report(tool, reason="spam"),
        "contributions_suggestion": actions.suggest(content, Why(by=None)),
        "accounts_user": somebody,
        "catalogue_collection": CollectionFactory(person=somebody),
        "catalogue_tool": tool,
        "catalogue_tag": tag,
        "usecases_usecase": UseCaseFactory(),
        "organizations_organization": OrganizationFactory(),
        "hackathons_hackathon": HackathonFactory(),
        "auth_group": Group.objects.get_or_create(name="Moderators")[0],
    }


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the admin, but for what catches all others."""

    def walk(found: list[Any]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in found:
            if not isinstance(pattern, URLPattern):
                yield from walk(pattern.url_patterns)
            elif pattern.name:
                yield pattern.name, pattern

    return walk(admin.site.urls[0])


def address_of(name: str, pattern: URLPattern, world: dict[str, Any]) -> str:
    thing = next((world[t] for t in world if name.startswith(f"{t}_")), None)
    pk = thing.pk if thing else 1
    tool = world["catalogue_tool"].pk
    values = {
        **{"object_id": pk, "pk": pk, "verb": "note", "app_label": "catalogue"},
        "content_type_id": ContentType.objects.get_for_model(Tool).pk,
    }
    if name == "view_on_site":
        values["object_id"] = tool
    wanted = pattern.pattern.regex.groupindex
    return reverse(f"admin:{name}", kwargs={key: values[key] for key in wanted})


def test_every_address_of_the_admin_stands_in_the_table() -> None:
    names = {name for name, _pattern in patterns()}

    assert names - OPEN_TO_ALL == TABLE.keys()


@pytest.mark.parametrize("table", [*OUR_TABLES, *SIGN_IN_TABLES, ""])
def test_each_role_is_answered_as_the_table_says(
    table: str, world: dict[str, Any]
) -> None:
    found = {name: p for name, p in patterns() if table_of(name) == table}
    addresses = {n: address_of(n, p, world) for n, p in found.items() if n in TABLE}
    clients = {role: Client() for role in Role}
    for role, flags in ACCOUNTS.items():
        clients[role].force_login(UserFactory(**flags))

    answers = {
        name: View(*(asked(clients, method, address) for method in ("get", "post")))
        for name, address in addresses.items()
    }

    sent_to_sign_in = [302] * 4
    assert answers == {
        name: View(
            sent_to_sign_in + TABLE[name].get, sent_to_sign_in + TABLE[name].post
        )
        for name in addresses
    }


@pytest.mark.parametrize(("model", "field"), [("link", "object"), ("entrytag", "tag")])
def test_fields_offer_entries_and_tags_to_moderators_only(
    model: str, field: str
) -> None:
    named = {"app_label": "catalogue", "model_name": model, "field_name": field}
    for role, flags in ACCOUNTS.items():
        client = Client()
        client.force_login(UserFactory(**flags))

        response = client.get(reverse("admin:autocomplete"), named)

        assert response.status_code == (200 if role in MODERATORS else 302)


def table_of(name: str) -> str:
    tables = [*OUR_TABLES, *SIGN_IN_TABLES]
    return next((table for table in tables if name.startswith(f"{table}_")), "")


def asked(clients: dict[Role, Client], method: str, address: str) -> list[int]:
    """What each role is answered; nothing of it stays."""
    statuses = []
    for client in clients.values():
        before, cookies = transaction.savepoint(), deepcopy(client.cookies)
        statuses.append(int(getattr(client, method)(address).status_code))
        transaction.savepoint_rollback(before)
        client.cookies = cookies
    return statuses


def offered(model: Any, role: Role) -> set[str]:
    request = RequestFactory().get("/")
    request.user = UserFactory(**ACCOUNTS[role])
    shown = admin.site._registry[model]
    if not shown.has_view_or_change_permission(request):
        return set()
    return set(shown.get_actions(request))


@pytest.mark.parametrize(
    "model", sorted(admin.site._registry, key=str), ids=lambda m: m._meta.label
)
def test_each_action_is_offered_to_whom_the_table_says(model: Any) -> None:
    found: dict[str, set[Role]] = {}
    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        for name in offered(model, role):
            found.setdefault(name, set()).add(role)

    assert found == ACTIONS.get(model._meta.label, {})


@pytest.mark.parametrize(
    ("label", "name"), [(t, a) for t in ACTIONS for a in ACTIONS[t]]
)
def test_action_is_refused_to_those_below(label: str, name: str) -> None:
    address = reverse(f"admin:{label.lower().replace('.', '_')}_changelist")
    allowed = ACTIONS[label][name]

    for role in set(ACCOUNTS) - allowed:
        client = Client()
        client.force_login(UserFactory(**ACCOUNTS[role]))
        response = client.post(address, {"action": name, "_selected_action": "1"})
        assert response.status_code == (403 if role == Role.MODERATOR else 302)
        assert "login" in response.get("Location", "login")


def test_blocked_moderator_is_sent_to_sign_in(client: Client) -> None:
    person: User = UserFactory(is_staff=True)
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302

"""Who may do what, in one table: every address of ours, for every role."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.access import Role
from catalogue import records
from contributions import actions
from contributions.actions import Why
from contributions.models import Draft, Suggestion
from contributions.submissions import Submission
from tests.factories import (
    CollectionFactory,
    HackathonFactory,
    MembershipFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ACCOUNTS: dict[Role, dict[str, bool]] = {
    Role.GUEST: {"is_guest": True},
    Role.CONTRIBUTOR: {},
    Role.ORGANIZER: {"is_organizer": True},
    Role.MODERATOR: {"is_staff": True},
    Role.ADMINISTRATOR: {"is_superuser": True},
}
DRAFT = "00000000-0000-4000-8000-00000000000d"
NEW_DRAFT = "00000000-0000-4000-8000-00000000000f"
SUGGESTION = "00000000-0000-4000-8000-00000000000e"

# What the roles are answered, from visitor to administrator.
ALL = [200] * 6
MOVED = [302] * 6
BAD = [422] * 6
NOWHERE = [404] * 6
SIGNED_IN = [302, 200, 200, 200, 200, 200]
SIGNED_IN_BAD = [302, 422, 422, 422, 422, 422]
ACCOUNT = [302, 403, 200, 200, 200, 200]
ACCOUNT_BAD = [302, 403, 422, 422, 422, 422]
ACCOUNT_DONE = [302, 403, 302, 302, 302, 302]
MODERATOR = [404, 404, 404, 404, 200, 200]
CURATOR = [302, 403, 403, 403, 200, 200]
CURATED = [302, 403, 403, 403, 302, 302]
# A collection that is not theirs: moderators may read it, nobody else may write.
OTHERS = [302, 404, 404, 404, 403, 403]
ENTRY = {"kind": "tools", "slug": "decidim"}
VERSION = {**ENTRY, "version": 1}
PRIVATE = {"slug": "private"}
ITEM = {**PRIVATE, "pk": "tool"}
CHANGE = {"pk": "change"}
ORGANIZER = [302, 403, 403, 200, 200, 200]
ORGANIZER_BAD = [302, 403, 403, 422, 422, 422]
# A hackathon of another organizer: moderators may help, nobody else. Of its own people,
# and when it is closed or archived: test_access_of_hackathons.py.
MANAGER = [302, 403, 403, 403, 200, 200]
MANAGER_DONE = [302, 403, 403, 403, 302, 302]
NO_MEMBER = [302, 403, 403, 403, 403, 403]
NOT_JOINED = [302, 404, 404, 404, 404, 404]
GUEST = [302, 200, 302, 302, 302, 302]
CODE = "7F3K"
HACKATHON = {"slug": "open-day"}
CONFIRMED = {"path": "licence"}
HIDE = {"do": "hide", "reason": "A test.", "seen": "published"}
READ_EVERYTHING = {"comment": "", "seen": "2"}


@dataclass
class View:
    """What each role is answered at an address, reading it and writing to it.

    No answer stands for a method that the view does not have. `kwargs` may name
    things of the world, `query` follows the address, `sent` is what is posted.
    """

    get: list[int] | None = None
    post: list[int] | None = None
    kwargs: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    sent: dict[str, str] = field(default_factory=dict)


TABLE = {
    "robots": View(ALL),
    "favicon": View(MOVED),
    "sitemap": View(ALL),
    "sitemap_section": View(NOWHERE, kwargs={"section": "nothing"}),
    "home": View(ALL),
    "search": View(ALL),
    "search_suggest": View(ALL),
    "opensearch": View(ALL),
    "about": View(ALL),
    "licence": View(ALL),
    "sources": View(ALL),
    "accessibility": View(ALL),
    "privacy": View(ALL),
    "styleguide": View(ALL),
    "demo_mail": View(NOWHERE),
    "catalogue:tool_list": View(ALL),
    "catalogue:facet_detail": View(ALL, kwargs={"path": "tools", "name": "tag"}),
    "catalogue:tool_compare": View(ALL),
    "catalogue:tool_detail": View(ALL, kwargs={"slug": "decidim"}),
    "catalogue:tag_list": View(ALL),
    "catalogue:tag_detail": View(ALL, kwargs={"slug": "voting"}),
    "catalogue:collection_list": View(ALL),
    "catalogue:collection_detail": View(MODERATOR, kwargs=PRIVATE),
    "usecases:use_case_list": View(ALL),
    "usecases:use_case_detail": View(ALL, kwargs={"slug": "case"}),
    "organizations:organization_list": View(ALL),
    "organizations:organization_detail": View(ALL, kwargs={"slug": "city"}),
    "hackathons:list": View(ALL),
    "join_short": View(MOVED, kwargs={"code": CODE}),
    "hackathons:open": View(ORGANIZER, ORGANIZER_BAD),
    "hackathons:join_by_code": View(ALL),
    "hackathons:join": View(ALL, [422, *[302] * 5], {"code": CODE}),
    "hackathons:keep": View(GUEST, [302, 422, 302, 302, 302, 302]),
    "hackathons:keep_code": View(MOVED, MOVED),
    "hackathons:detail": View(ALL, kwargs=HACKATHON),
    "hackathons:code": View(ALL, kwargs=HACKATHON),
    "hackathons:leave": View(None, MOVED, HACKATHON),
    "hackathons:naming": View(NOT_JOINED, NOT_JOINED, HACKATHON),
    "hackathons:edit": View(MANAGER, [302, 403, 403, 403, 422, 422], HACKATHON),
    "hackathons:renew_code": View(None, MANAGER_DONE, HACKATHON),
    "hackathons:late": View(MANAGER, MANAGER_DONE, HACKATHON),
    "hackathons:people": View(MANAGER, kwargs=HACKATHON),
    "hackathons:sign_out": View(None, MANAGER_DONE, {**HACKATHON, "pk": "member"}),
    "hackathons:board": View(ALL, kwargs=HACKATHON),
    # It is open: only who runs it is told that it cannot be archived yet.
    "hackathons:archive": View(MODERATOR, [302, 403, 403, 403, 422, 422], HACKATHON),
    "hackathons:entries_csv": View(NOWHERE, kwargs=HACKATHON),
    "hackathons:changes_csv": View(NOWHERE, kwargs=HACKATHON),
    "hackathons:archive_json": View(NOWHERE, kwargs=HACKATHON),
    "hackathons:tasks": View(ALL, kwargs=HACKATHON),
    "hackathons:work_items": View(
        MANAGER, [302, 403, 403, 403, 422, 422], HACKATHON, sent={"lines": ""}
    ),
    "hackathons:task_take": View(None, NO_MEMBER, {**HACKATHON, "gap": "licence"}),
    "hackathons:task_give_back": View(None, NO_MEMBER, {**HACKATHON, "pk": 1}),
    "hackathons:wall": View(ALL, kwargs=HACKATHON),
    "hackathons:wall_figures": View(ALL, kwargs=HACKATHON),
    "hackathons:wall_shown": View(MANAGER, kwargs=HACKATHON),
    "hackathons:wall_hide_entry": View(None, MANAGER_DONE, {**HACKATHON, "pk": "tool"}),
    "hackathons:wall_hide_name": View(
        None, MANAGER_DONE, {**HACKATHON, "pk": "member"}
    ),
    "contributions:add": View(ALL),
    "contributions:entry_add": View(ALL, BAD, {"kind": "tools"}),
    "contributions:entry_edit": View(ALL, BAD, ENTRY),
    "contributions:tool_use": View(ALL, BAD, {"slug": "decidim"}),
    "contributions:entry_history": View(ALL, kwargs=ENTRY),
    "contributions:entry_feed": View(ALL, kwargs=ENTRY),
    "contributions:entry_on": View(MOVED, kwargs={**ENTRY, "day": date(2999, 1, 1)}),
    "contributions:entry_version": View(ALL, kwargs=VERSION),
    "contributions:entry_restore": View(
        ACCOUNT, ACCOUNT_DONE, VERSION, sent=READ_EVERYTHING
    ),
    "contributions:entry_facts": View(ALL, kwargs=ENTRY),
    "contributions:confirm": View(None, ACCOUNT_DONE, ENTRY, sent=CONFIRMED),
    "contributions:change_list": View(ALL),
    "contributions:change_feed": View(ALL),
    "contributions:change_detail": View(ALL, kwargs=CHANGE),
    "contributions:change_revert": View(
        ACCOUNT, ACCOUNT_DONE, CHANGE, sent=READ_EVERYTHING
    ),
    "contributions:entry_report": View(ALL, BAD, ENTRY),
    "contributions:report_thanks": View(ALL, kwargs=ENTRY),
    "contributions:change_report": View(ALL, BAD, CHANGE),
    "contributions:collection_report": View(ALL, BAD, {"slug": "public"}),
    "contributions:collection_report_thanks": View(ALL, kwargs={"slug": "public"}),
    "contributions:collection_new": View(ACCOUNT, ACCOUNT_BAD),
    "contributions:collect": View(ACCOUNT, ACCOUNT_BAD, query="?entry={tool}"),
    "contributions:collection_edit": View(OTHERS, OTHERS, PRIVATE),
    "contributions:collection_delete": View(OTHERS, OTHERS, PRIVATE),
    "contributions:collection_arrange": View(OTHERS, kwargs=PRIVATE),
    "contributions:item_save": View(None, OTHERS, ITEM),
    "contributions:item_up": View(None, OTHERS, ITEM),
    "contributions:item_down": View(None, OTHERS, ITEM),
    "contributions:item_remove": View(None, OTHERS, ITEM),
    "contributions:profile": View(SIGNED_IN),
    "contributions:profile_edit": View(
        SIGNED_IN, SIGNED_IN_BAD, sent={"display_name": ""}
    ),
    "contributions:profile_export": View(SIGNED_IN),
    "contributions:profile_delete": View(SIGNED_IN, SIGNED_IN_BAD),
    "contributions:profile_deleted": View(ALL),
    "contributions:person_detail": View(ALL, kwargs={"username": "somebody"}),
    "contributions:lookalikes": View(ALL, kwargs={"kind": "tools"}),
    "contributions:entry_suggest": View(ALL),
    "contributions:tag_suggest": View(ALL),
    "contributions:draft_save": View(
        None, [403, 200, 200, 200, 200, 200], {"uuid": NEW_DRAFT}, sent={"kind": "tool"}
    ),
    "contributions:draft_discard": View(None, [403] * 6, {"uuid": DRAFT}),
    "moderation:queue": View(CURATOR),
    "moderation:decide_many": View(None, CURATED),
    "moderation:suggestion": View(
        CURATOR, CURATED, {"uuid": SUGGESTION}, sent={"do": "accept", "field": "name"}
    ),
    "moderation:report": View(CURATOR, CURATED, {"pk": "report"}),
    "moderation:entry": View(CURATOR, CURATED, {"pk": "tool"}, sent=HIDE),
    "moderation:change_many": View(
        CURATOR, [302, 403, 403, 403, 422, 422], query="?entry={tool}"
    ),
    "moderation:publish_many": View(CURATED, CURATED, query="?entry={tool}"),
    "moderation:hide_many": View(CURATOR, CURATED, query="?entry={tool}", sent=HIDE),
    "contributions:suggestion_list": View(ALL),
    "contributions:suggestion_detail": View(ALL, kwargs={"uuid": SUGGESTION}),
    "contributions:suggestion_answer": View(None, BAD, {"uuid": SUGGESTION}),
}


@pytest.fixture
def world() -> dict[str, Any]:
    """Things that belong to somebody who is none of those who ask."""
    somebody = UserFactory(username="somebody")
    tool = ToolFactory(name="Decidim", licence="MIT", tags=[TagFactory(name="Voting")])
    change = actions.edit(tool, {"licence": "ISC"}, Why(by=somebody))
    UseCaseFactory(name="Case")
    OrganizationFactory(name="City")
    ToolFactory(name="Hidden", hidden=True)
    CollectionFactory(title="Private", person=somebody, entries=[tool])
    CollectionFactory(title="Public", person=somebody, is_public=True)
    event = HackathonFactory(name="Open day", code=CODE, organizers=[somebody])
    member = MembershipFactory(hackathon=event)
    Draft.objects.create(pk=DRAFT, kind="tool", person=somebody)
    content = Submission("tool", records.complete("tool", {"name": "New"})).as_json()
    Suggestion.objects.create(pk=SUGGESTION, kind="tool", name="New", content=content)
    assert change is not None
    report = actions.report(tool, reason="spam")
    return {
        "change": change.pk,
        "tool": tool.pk,
        "member": member.pk,
        "report": report.pk,
    }


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        elif pattern.namespace != "admin" and not is_of_others(pattern):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, inner)


def is_of_others(resolver: URLResolver) -> bool:
    return getattr(resolver.urlconf_module, "__name__", "") == "allauth.urls"


def test_every_view_stands_in_the_table() -> None:
    assert set(names(get_resolver())) - {*TABLE} == set()


def address_of(name: str, world: dict[str, Any]) -> str:
    view = TABLE[name]
    kwargs = {key: world.get(str(value), value) for key, value in view.kwargs.items()}
    return reverse(name, kwargs=kwargs) + view.query.format(**world)


@pytest.mark.parametrize("name", TABLE)
def test_each_role_is_answered_as_the_table_says(
    name: str, world: dict[str, Any]
) -> None:
    view, address = TABLE[name], address_of(name, world)

    answers: dict[str, list[int]] = {"get": [], "post": []}
    for role in Role:
        client = Client()
        if role in ACCOUNTS:
            client.force_login(UserFactory(**ACCOUNTS[role]))
        for method in answers:
            before = transaction.savepoint()
            response = getattr(client, method)(
                address, view.sent if method == "post" else {}
            )
            transaction.savepoint_rollback(before)
            answers[method].append(response.status_code)

    no_such_method = [405] * 6
    assert answers == {
        "get": view.get or no_such_method,
        "post": view.post or no_such_method,
    }


@pytest.mark.parametrize("kind", ["tools", "use-cases", "organizations"])
@pytest.mark.parametrize("page", ["edit/", "history/", "facts/", "report/"])
def test_hidden_entry_is_there_for_moderators_only(kind: str, page: str) -> None:
    factories = {
        "tools": ToolFactory,
        "use-cases": UseCaseFactory,
        "organizations": OrganizationFactory,
    }
    factories[kind](name="Hidden", hidden=True)

    answers = []
    for role in Role:
        client = Client()
        if role in ACCOUNTS:
            client.force_login(UserFactory(**ACCOUNTS[role]))
        answers.append(client.get(f"/en/{kind}/hidden/{page}").status_code)

    assert answers == MODERATOR

"""What breaks the constraints of the tables around the entries."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalogue.models import Collection, CollectionItem, Tag
from contributions.models import (
    Act,
    Batch,
    Change,
    Draft,
    Duplicate,
    Merge,
    Message,
    Occasion,
    Report,
    Suggestion,
    TagAct,
    Team,
)
from hackathons.models import Claim, Hackathon, Membership, Unshown, WorkItem


@dataclass(frozen=True)
class Break:
    """A write that a constraint refuses, and the field its message belongs to."""

    constraint: str
    write: Callable[[SimpleNamespace], Any]
    field: str = ""


def add_change(entry: Any, version: int, fields: dict[str, Any], **values: Any) -> None:
    Change.objects.create(
        entry_id=entry.pk,
        version=version,
        created_at=entry.created_at,
        fields=fields,
        **values,
    )


def change_twice_by_one_draft(world: SimpleNamespace) -> None:
    draft, delta = uuid.uuid4(), {"name": {"from": "", "to": "A"}}
    add_change(world.tool, 2, delta, draft=draft)
    add_change(world.other, 2, delta, draft=draft)


def add_suggestion(**values: Any) -> None:
    Suggestion.objects.create(
        **{"kind": "tool", "name": "Decidim", "content": {}, **values}
    )


def add_message(**values: Any) -> None:
    one = Suggestion.objects.create(kind="tool", name="Decidim", content={})
    Message.objects.create(
        **{"suggestion": one, "is_question": False, "text": "So.", **values}
    )


def merge(world: SimpleNamespace, times: int = 1, gone: Any = None) -> None:
    for _ in range(times):
        batch = Batch.objects.create(kind="merge", label="One")
        gone_id = (gone or world.other).pk
        Merge.objects.create(batch=batch, kept_id=world.tool.pk, gone_id=gone_id)


def add_duplicate(left: Any, right: Any, times: int = 1, **values: Any) -> None:
    usual = {"score": 1, "reasons": ["same name"], "found_at": timezone.now()}
    for _ in range(times):
        Duplicate.objects.create(
            left_id=left.pk, right_id=right.pk, **{**usual, **values}
        )


def add_report(world: SimpleNamespace, **values: Any) -> None:
    Report.objects.create(**{"entry_id": world.tool.pk, "reason": "spam", **values})


def collect(*entries: Any, places: tuple[int, ...] = (1, 2), title: str = "A") -> None:
    owner = User.objects.create(username="collector")
    collection = Collection.objects.create(slug="a", title=title, person=owner)
    for entry, place in zip(entries, places, strict=False):
        CollectionItem.objects.create(
            collection=collection, entry_id=entry.pk, place=place
        )


def collection_of(owner: User, **values: Any) -> Collection:
    return Collection.objects.create(slug="b", title="B", person=owner, **values)


def occasion(name: str = "Open day", days: int = 1) -> Occasion:
    opens_at = timezone.now()
    closes_at = opens_at + timedelta(days=days)
    return Occasion.objects.create(name=name, opens_at=opens_at, closes_at=closes_at)


def hackathon(**values: Any) -> Hackathon:
    defaults = {"slug": "open-day", "code": "7F3K"}
    return Hackathon.objects.create(occasion=occasion(), **{**defaults, **values})


def add_team(name: str, times: int = 1) -> None:
    event = occasion()
    for _ in range(times):
        Team.objects.create(occasion=event, name=name)


def twice(model: Any, **values: Any) -> None:
    """The same row of a hackathon, two times over."""
    event = hackathon()
    for _ in range(2):
        model.objects.create(hackathon=event, **values)


def person() -> User:
    return User.objects.create(username="participant")


def add_act(**values: Any) -> None:
    judge = User.objects.create(username="judge")
    defaults = {"verb": "note", "person": person(), "by": judge, "reason": "So."}
    Act.objects.create(**{**defaults, **values})


def add_tag_act(**values: Any) -> None:
    tag = Tag.objects.create(name="Votes", slug="votes")
    defaults = {"tag": tag, "by": person(), "fields": {"name": {}}, "reason": "So."}
    TagAct.objects.create(**{**defaults, **values})


def claim(**values: Any) -> dict[str, Any]:
    return {"gap": "licence", "expires_at": timezone.now(), "person": person()} | values


AROUND_ENTRIES = [
    Break(
        "batch_kind_known",
        lambda w: Batch.objects.create(kind="whim", label="A whim"),
    ),
    Break(
        "change_one_per_version",
        lambda w: add_change(w.tool, 1, {"name": {"from": "", "to": "A"}}),
    ),
    Break("merge_of_two", lambda w: merge(w, gone=w.tool)),
    Break("merge_gone_once", lambda w: merge(w, times=2)),
    Break("duplicate_once", lambda w: add_duplicate(w.tool, w.other, times=2)),
    Break("duplicate_in_order", lambda w: add_duplicate(w.other, w.tool)),
    Break(
        "duplicate_dismissed_by_someone",
        lambda w: add_duplicate(w.tool, w.other, dismissed_at=timezone.now()),
    ),
    Break("change_not_empty", lambda w: add_change(w.tool, 2, {})),
    Break("change_one_per_draft", change_twice_by_one_draft),
    Break("draft_kind_known", lambda w: Draft.objects.create(kind="whim")),
    Break("suggestion_kind_known", lambda w: add_suggestion(kind="whim")),
    Break(
        "suggestion_status_known",
        lambda w: add_suggestion(
            status="whim",
            decided_at=timezone.now(),
            decided_by=User.objects.create(username="moderator"),
        ),
    ),
    Break(
        "suggestion_decided_by_someone",
        lambda w: add_suggestion(status="accepted", decided_at=timezone.now()),
    ),
    Break(
        "suggestion_declined_for_a_reason",
        lambda w: add_suggestion(reason="spam"),
    ),
    Break("message_not_blank", lambda w: add_message(text=" ")),
    Break("message_question_of_someone", lambda w: add_message(is_question=True)),
    Break("tag_act_not_empty", lambda w: add_tag_act(fields={})),
    Break("tag_act_for_a_reason", lambda w: add_tag_act(reason="")),
    Break("act_verb_known", lambda w: add_act(verb="whim")),
    Break("act_for_a_reason", lambda w: add_act(reason="")),
    Break("act_names_a_role", lambda w: add_act(role="organizer")),
    Break("report_reason_known", lambda w: add_report(w, reason="whim")),
    Break(
        "report_handled_by_someone",
        lambda w: add_report(w, handled_at=timezone.now()),
    ),
    *(
        Break("report_about_one_thing", lambda w, about=about: about(w))
        for about in (
            lambda w: add_report(w, entry_id=None),
            lambda w: add_report(w, collection=collection_of(person())),
            lambda w: add_report(
                w,
                entry_id=None,
                change=Change.objects.first(),
                collection=collection_of(person()),
            ),
        )
    ),
    Break("occasion_name_not_blank", lambda w: occasion(" ")),
    Break("occasion_closes_after_it_opens", lambda w: occasion(days=0)),
    Break("team_name_not_blank", lambda w: add_team(" ")),
    Break("team_name_unique", lambda w: add_team("Nairobi", times=2)),
    Break(
        "change_team_of_occasion",
        lambda w: add_change(
            w.tool,
            2,
            {"name": {"from": "", "to": "A"}},
            team=Team.objects.create(occasion=occasion(), name="Nairobi"),
        ),
    ),
    Break(
        "suggestion_team_of_occasion",
        lambda w: add_suggestion(
            team=Team.objects.create(occasion=occasion(), name="Nairobi")
        ),
    ),
    Break("hackathon_code_readable", lambda w: hackathon(code="7F3O")),
    *(
        Break(f"hackathon_{name}_bounded", lambda w, name=name: hackathon(**{name: 0}))
        for name in ("goal_tools", "goal_use_cases", "goal_organizations")
    ),
    Break(
        "hackathon_archived_with_figures",
        lambda w: hackathon(archived_at=timezone.now()),
    ),
    Break("membership_unique", lambda w: twice(Membership, person=person())),
    Break("work_item_not_blank", lambda w: hackathon().work_items.create(text="")),
    Break("work_item_unique", lambda w: twice(WorkItem, text="Decidim")),
    Break("claim_unique", lambda w: twice(Claim, **claim(entry_id=w.tool.pk))),
    Break("claim_of_one_thing", lambda w: hackathon().claims.create(**claim())),
    Break(
        "unshown_unique", lambda w: twice(Unshown, entry_id=w.tool.pk, person=person())
    ),
    Break("collection_title_not_blank", lambda w: collect(title=" ")),
    Break(
        "collection_reason_while_private",
        lambda w: collection_of(person(), is_public=True, private_because="Spam."),
    ),
    Break("collection_item_unique", lambda w: collect(w.tool, w.tool)),
    Break("collection_place_unique", lambda w: collect(w.tool, w.other, places=(1, 1))),
]

"""What breaks the constraints of the tables around the entries."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalogue.models import Collection, CollectionItem
from contributions.models import Batch, Change, Draft, Report, Suggestion


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


def add_report(world: SimpleNamespace, **values: Any) -> None:
    Report.objects.create(**{"entry_id": world.tool.pk, "reason": "spam", **values})


def collect(*entries: Any, places: tuple[int, ...] = (1, 2), title: str = "A") -> None:
    owner = User.objects.create(username="collector")
    collection = Collection.objects.create(slug="a", title=title, person=owner)
    for entry, place in zip(entries, places, strict=False):
        CollectionItem.objects.create(
            collection=collection, entry_id=entry.pk, place=place
        )


AROUND_ENTRIES = [
    Break(
        "batch_kind_known",
        lambda w: Batch.objects.create(kind="whim", label="A whim"),
    ),
    Break(
        "change_one_per_version",
        lambda w: add_change(w.tool, 1, {"name": {"from": "", "to": "A"}}),
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
    Break("report_reason_known", lambda w: add_report(w, reason="whim")),
    Break(
        "report_handled_by_someone",
        lambda w: add_report(w, handled_at=timezone.now()),
    ),
    Break("collection_title_not_blank", lambda w: collect(title=" ")),
    Break("collection_item_unique", lambda w: collect(w.tool, w.tool)),
    Break("collection_place_unique", lambda w: collect(w.tool, w.other, places=(1, 1))),
]

"""Everything that moderators did, from all the places where it is kept.

Nothing is written twice for it: batches, changes, decided suggestions, handled reports,
acts about people and the admin's own log are read as one list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contributions.models import (
    Act,
    Batch,
    Change,
    Message,
    Report,
    Suggestion,
    TagAct,
)

PAGE_SIZE = 50
COLUMNS = ("what", "which", "who", "moment", "why")


class What(models.TextChoices):
    """The kinds of deeds, each kept in a table of its own."""

    BATCH = "batch", _("Merge, undo or import")
    STATUS = "status", _("Published, held or hidden")
    EDIT = "edit", _("Edit by a moderator")
    DECISION = "decision", _("Decision on a suggestion")
    QUESTION = "question", _("Question about a suggestion")
    REPORT = "report", _("Report handled")
    PERSON = "person", _("About a person")
    TAG = "tag", _("About a tag")
    ADMIN = "admin", _("In another table of the admin")


@dataclass(frozen=True)
class Filters:
    """What is asked for: by whom, what, about whom, and in which days."""

    by: User | None = None
    about: User | None = None
    what: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Deed:
    """One thing that was done: `thing` is the row that it left."""

    what: What
    thing: Any
    by: User | None
    at: datetime
    why: str


def deeds(filters: Filters, page: int) -> list[Deed]:
    """A page of deeds, the newest first, and one more where another page follows."""
    asked = [
        _narrowed(source, filters)
        for what, source in _sources(filters.about).items()
        if not filters.what or what == filters.what
    ]
    start = (page - 1) * PAGE_SIZE
    end = start + PAGE_SIZE + 1
    rows: Any = asked[0]
    if asked[1:]:
        # Of each kind no more than the page could hold, found by the moment.
        newest = [source.order_by("-moment", "-which")[:end] for source in asked]
        rows = newest[0].union(*newest[1:], all=True)
    return _loaded(rows.order_by("-moment", "what", "-which")[start:end])


def _sources(about: User | None) -> dict[str, QuerySet]:
    """Each kind of deed with its columns; about somebody, only what concerns them."""
    moderators = Q(person__is_staff=True) | Q(person__is_superuser=True)
    sets_status = Q(fields__has_key="status")
    single = Change.objects.filter(batch=None)
    first = Change.objects.filter(batch=OuterRef("pk")).order_by("pk")
    sources: dict[str, QuerySet] = {
        What.BATCH: _columns(
            *(Batch.objects.all(), What.BATCH, "person", "created_at"),
            Subquery(first.values("comment")[:1]),
        ),
        What.STATUS: _columns(
            *(single.filter(sets_status), What.STATUS, "person", "created_at"),
            F("comment"),
        ),
        What.EDIT: _columns(
            single.filter(moderators).exclude(sets_status),
            *(What.EDIT, "person", "created_at", F("comment")),
        ),
        What.DECISION: _columns(
            Suggestion.objects.decided(),
            *(What.DECISION, "decided_by", "decided_at"),
            F("message"),
        ),
        What.QUESTION: _columns(
            Message.objects.filter(is_question=True),
            *(What.QUESTION, "person", "created_at", F("text")),
        ),
        What.REPORT: _columns(
            Report.objects.exclude(handled_at=None),
            *(What.REPORT, "handled_by", "handled_at", F("message")),
        ),
        What.PERSON: _columns(
            Act.objects.all(), What.PERSON, "by", "created_at", F("reason")
        ),
        What.TAG: _columns(
            *(TagAct.objects.filter(batch=None), What.TAG, "by", "created_at"),
            F("reason"),
        ),
        What.ADMIN: _columns(
            *(LogEntry.objects.all(), What.ADMIN, "user", "action_time"),
            F("change_message"),
        ),
    }
    if about is None:
        return sources
    return {
        What.DECISION: sources[What.DECISION].filter(person=about),
        What.QUESTION: sources[What.QUESTION].filter(suggestion__person=about),
        What.REPORT: sources[What.REPORT].filter(person=about),
        What.PERSON: sources[What.PERSON].filter(person=about),
    }


def _columns(rows: Any, what: What, who: str, moment: str, why: Any) -> QuerySet:
    text = models.TextField()
    return rows.order_by().annotate(
        what=Value(what.value, output_field=text),
        which=Cast("pk", text),
        who=F(f"{who}_id"),
        moment=F(moment),
        why=Cast(why, text),
    )


def _narrowed(source: QuerySet, filters: Filters) -> QuerySet:
    if filters.by:
        source = source.filter(who=filters.by.pk)
    if filters.since:
        source = source.filter(moment__date__gte=filters.since)
    if filters.until:
        source = source.filter(moment__date__lte=filters.until)
    return source.values_list(*COLUMNS)


def _loaded(rows: Iterable[tuple]) -> list[Deed]:
    """With what was done and who did it, in one query per table."""
    rows = list(rows)
    things: dict[tuple[str, str], Any] = {}
    for source, whats in _tables():
        ids = [which for what, which, *_rest in rows if what in whats]
        if ids:
            found = source.filter(pk__in=ids)
            things |= {(what, str(one.pk)): one for one in found for what in whats}
    people = User.objects.in_bulk({row[2] for row in rows if row[2]})
    return [
        Deed(
            What(what),
            things[what, which],
            people.get(who),
            moment,
            (why or "").strip(),
        )
        for what, which, who, moment, why in rows
        if (what, which) in things
    ]


def _tables() -> list[tuple[Any, set[str]]]:
    return [
        (Batch.objects.all(), {What.BATCH}),
        (Change.objects.select_related("entry"), {What.STATUS, What.EDIT}),
        (Suggestion.objects.all(), {What.DECISION}),
        (Message.objects.select_related("suggestion"), {What.QUESTION}),
        (Report.objects.select_related("entry", "collection"), {What.REPORT}),
        (Act.objects.select_related("person"), {What.PERSON}),
        (TagAct.objects.select_related("tag"), {What.TAG}),
        (LogEntry.objects.select_related("content_type"), {What.ADMIN}),
    ]

"""Everything that waits for a moderator, in one list, oldest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalogue.models import Entry, EntryStatus, EntryTag, Tag
from catalogue.vocabularies import KindName
from contributions import suspicion
from contributions.models import (
    Change,
    Occasion,
    Report,
    ReportReason,
    Suggestion,
    waits_for_answer,
)

SUGGESTION, REPORT, ENTRY = "suggestion", "report", "entry"
LATE = timedelta(hours=48)
FROM_A_VISITOR = "visitor"
HELD = (
    suspicion.FIRST_CHANGES,
    suspicion.MANY_ADDRESSES,
    suspicion.SHORTENED,
    suspicion.ADVERTISING,
)
ANY = ("", _("All"))
AGES = [
    ANY,
    ("late", _("Over 48 hours")),
    ("day", _("Over 24 hours")),
    ("new", _("Under 24 hours")),
]
ASKED, ANSWERED = "asked", "answered"
QUESTIONS = [
    ANY,
    (ASKED, _("Asked, no answer yet")),
    (ANSWERED, _("Answered")),
    ("none", _("Nothing was asked")),
]


@dataclass(frozen=True)
class Item:
    """Something that waits: a suggestion, a report or an entry that is held."""

    what: str
    key: str
    at: datetime

    @property
    def address(self) -> str:
        return reverse(f"moderation:{self.what}", args=[self.key])

    @property
    def is_late(self) -> bool:
        return timezone.now() - self.at > LATE


class FilterForm(forms.Form):
    """What of the queue is shown; without values, all of it."""

    what = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ANY,
            (SUGGESTION, _("Suggestions")),
            (REPORT, _("Reports")),
            (ENTRY, _("Held entries")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *KindName.choices]
    )
    age = forms.ChoiceField(label=_("Age"), required=False, choices=AGES)
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[
            ANY,
            (FROM_A_VISITOR, _("From a visitor")),
            *((text, _(text)) for text in HELD),
            *ReportReason.choices,
        ],
    )
    asked = forms.ChoiceField(label=_("Question"), required=False, choices=QUESTIONS)
    occasion = forms.ChoiceField(label=_("Hackathon"), required=False)
    person = forms.CharField(label=_("Person"), required=False, max_length=150)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=100)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter-%s")
        named = Occasion.objects.order_by("-opens_at").values_list("pk", "name")
        self.fields["occasion"].choices = [ANY, *named]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class Queue:
    """What waits and passes the filters; unknown values filter nothing."""

    def __init__(self, sent: Mapping[str, Any]) -> None:
        self.form = FilterForm(sent)
        self.form.is_valid()
        values = self.form.cleaned_data
        self.chosen = {name: value for name, value in values.items() if value}

    @cached_property
    def items(self) -> list[Item]:
        wanted = self.chosen.get("what")
        sources = {
            SUGGESTION: self._suggestions,
            REPORT: self._reports,
            ENTRY: self._entries,
        }
        parts = [
            self._named(what, source())
            for what, source in sources.items()
            if wanted in (None, what)
        ]
        found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        return [Item(**row) for row in found.order_by("at", "key")]

    def place(self, item: Item) -> int | None:
        """Its number in the queue, from 1."""
        same = (one.what == item.what and one.key == item.key for one in self.items)
        return next((n for n, is_same in enumerate(same, start=1) if is_same), None)

    def _named(self, what: str, rows: QuerySet) -> QuerySet:
        moment = "updated_at" if what == ENTRY else "created_at"
        return (
            self._of_age(rows, moment)
            .order_by()
            .values(
                what=Value(what, TextField()),
                key=Cast("pk", TextField()),
                at=F(moment),
            )
        )

    def _of_age(self, rows: QuerySet, moment: str) -> QuerySet:
        now, age = timezone.now(), self.chosen.get("age")
        if age == "new":
            return rows.filter(**{f"{moment}__gt": now - timedelta(hours=24)})
        if age:
            least = LATE if age == "late" else timedelta(hours=24)
            return rows.filter(**{f"{moment}__lte": now - least})
        return rows

    def _suggestions(self) -> QuerySet:
        rows: QuerySet = Suggestion.objects.waiting()
        if reason := self.chosen.get("reason"):
            is_visitor = reason == FROM_A_VISITOR
            rows = rows.filter(
                Q(held_because="", person=None)
                if is_visitor
                else Q(held_because=reason)
            )
        if kind := self.chosen.get("kind"):
            rows = rows.filter(kind=kind)
        if asked := self.chosen.get("asked"):
            is_asked = {ASKED: True, ANSWERED: False}.get(asked)
            rows = rows.alias(is_asked=waits_for_answer()).filter(is_asked=is_asked)
        if occasion := self.chosen.get("occasion"):
            rows = rows.filter(occasion=occasion)
        if "person" in self.chosen:
            rows = rows.filter(person__in=self._people)
        if "tag" in self.chosen:
            brings = Q()
            for pk in self._tags:
                brings |= Q(content__record__tags__contains=[pk])
            rows = rows.filter(brings | Q(entry__in=self._tagged))
        return rows

    def _reports(self) -> QuerySet:
        rows: QuerySet = Report.objects.filter(handled_at=None)
        if "asked" in self.chosen:
            return rows.none()
        names = {
            "kind": "entry__kind",
            "reason": "reason",
            "occasion": "change__occasion",
        }
        for name in names.keys() & self.chosen.keys():
            rows = rows.filter(**{names[name]: self.chosen[name]})
        if "person" in self.chosen:
            rows = rows.filter(person__in=self._people)
        if "tag" in self.chosen:
            rows = rows.filter(entry__in=self._tagged)
        return rows

    def _entries(self) -> QuerySet:
        rows: QuerySet = Entry.objects.filter(status=EntryStatus.HELD)
        if self.chosen.keys() & {"reason", "asked"}:
            return rows.none()
        if kind := self.chosen.get("kind"):
            rows = rows.filter(kind=kind)
        if occasion := self.chosen.get("occasion"):
            made = Change.objects.filter(occasion=occasion)
            rows = rows.filter(pk__in=made.values("entry"))
        if "person" in self.chosen:
            theirs = Change.objects.filter(person__in=self._people)
            rows = rows.filter(pk__in=theirs.values("entry"))
        if "tag" in self.chosen:
            rows = rows.filter(pk__in=self._tagged)
        return rows

    @property
    def _people(self) -> QuerySet:
        name = self.chosen["person"]
        named = Q(username__iexact=name) | Q(display_name__icontains=name)
        return User.objects.filter(named).values("pk")

    @cached_property
    def _tags(self) -> list[int]:
        word = self.chosen["tag"]
        found = Tag.objects.filter(Q(slug__iexact=word) | Q(name__iexact=word))
        return list(found.values_list("pk", flat=True))

    @property
    def _tagged(self) -> QuerySet:
        return EntryTag.objects.filter(tag__in=self._tags).values("content_object")

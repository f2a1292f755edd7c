"""What the review pages show around what is decided: its place, who sent it, forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.collection import REASON_LENGTH
from contributions.admin.queue import Item, Queue
from contributions.models import Change, DeclineReason, Suggestion

LONGEST_MESSAGE = 2000


class Place:
    """Where an item stands in the queue: how many wait, which come before and after."""

    def __init__(self, sent: Mapping[str, Any], what: str, key: object) -> None:
        self.queue = Queue(sent)
        self.query = f"?{sent.urlencode()}" if sent else ""  # type: ignore[attr-defined]
        self.number = self.queue.place(Item(what, str(key), timezone.now()))

    @property
    def count(self) -> int:
        return len(self.queue.items)

    @property
    def previous(self) -> str:
        return self._address((self.number or 1) - 1)

    @property
    def next(self) -> str:
        return self._address((self.number or 0) + 1)

    @property
    def list(self) -> str:
        return reverse("moderation:queue") + self.query

    def after(self) -> str:
        """Where to go on once this is decided: the next that waits, else the first."""
        first = self._address(1) if self.number != 1 else ""
        return self.next or first or self.list

    def _address(self, number: int) -> str:
        if not 1 <= number <= self.count:
            return ""
        return self.queue.items[number - 1].address + self.query


@dataclass(frozen=True)
class Sender:
    """What the moderators know of who sent something: how they did so far."""

    changes: int
    accepted: int
    declined: int

    @classmethod
    def of(cls, suggestion: Suggestion) -> "Sender":
        if suggestion.person:
            others = Suggestion.objects.filter(person=suggestion.person)
            changes = Change.objects.filter(person=suggestion.person).count()
        elif suggestion.email:
            others = Suggestion.objects.filter(email__iexact=suggestion.email)
            changes = 0
        else:
            return cls(0, 0, 0)
        counts = others.aggregate(
            accepted=Count("pk", Q(status="accepted")),
            declined=Count("pk", Q(status="declined")),
        )
        return cls(changes, **counts)


class MessageForm(forms.Form):
    """An answer to who suggested something, and the reason where it is declined."""

    message = forms.CharField(
        label=_("Message"),
        help_text=_(
            "Optional. Shown on the page of the suggestion, and sent by e-mail where "
            "there is an address."
        ),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 4}),
    )
    reason = forms.ChoiceField(
        label=_("Reason for declining"),
        required=False,
        choices=[("", _("Choose a reason")), *DeclineReason.choices],
        widget=forms.Select({"class": "input"}),
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Optional. What you found and did; moderators read it."),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 4}),
    )


class PrivateForm(NoteForm):
    """A note on a report, and why the reported collection is made private."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to make it private. The owner of the collection reads it."),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 2}),
    )
    field_order = ("reason", "note")


class ReasonForm(forms.Form):
    """Why an entry is shown or hidden; of a hidden one, everybody reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "Needed to hide. Everybody can read it at the entry's address and in its "
            "history: write nothing about a person."
        ),
        max_length=400,
        required=False,
        # With several buttons below, the return key in a line would press the first.
        widget=forms.Textarea({"class": "input", "rows": 2}),
    )

"""Keeping what people type before they send it: no trace, and bounded."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.models import Entry
from catalogue.models.text import NAME_LENGTH
from catalogue.search.prepared import ask
from catalogue.vocabularies import KindName
from contributions import shapes
from contributions.kept import is_secret
from contributions.models import Change, Draft, Suggestion

Values = Mapping[str, Sequence[str]]

MOST_DRAFTS = 100
MOST_FIELDS = 1800
MOST_BYTES = 200_000
# What an expired sign-in left behind, and nobody came back for.
NOBODYS_STAY = timedelta(days=7)


QUEUE = "SELECT id FROM accounts_user WHERE id = %(person)s FOR NO KEY UPDATE"
CHANGE = f"""
WITH held AS ({QUEUE})
SELECT (SELECT count(*) FROM held),
    (SELECT id FROM contributions_change WHERE draft = %(id)s)
"""
DROP = """
DELETE FROM contributions_draft WHERE id = %(id)s
    AND (person_id IS NULL OR person_id = %(person)s::bigint) RETURNING id
"""


class AlreadySent(Exception):
    """The form of this draft was sent and saved; what comes late is not kept."""


def save_draft(
    id: UUID, person: User | None, kind: str, entry: Entry | None, values: Values
) -> Draft:
    """Keep the values under the id that the page chose; the last text wins.

    Raises PermissionDenied for somebody else's draft, AlreadySent after its submit,
    and ValidationError for what is no form of ours or too large.
    """
    if kind not in KindName.values or (entry and entry.kind != kind):
        raise ValidationError(_("This kind of entry does not exist."))
    kept = _bounded(values)
    with transaction.atomic():
        hold_drafts(person)
        Draft.objects.bulk_create(
            [Draft(id=id, person=person, kind=kind, entry=entry)], ignore_conflicts=True
        )
        draft = Draft.objects.select_for_update().filter(pk=id).first()
        if draft is None or was_sent(id):
            raise AlreadySent
        _check_owner(draft, person)
        draft.person = person
        draft.kind, draft.entry, draft.values = kind, entry, kept
        draft.name = " ".join(kept.get("name", [""])[0].split())[:NAME_LENGTH]
        draft.updated_at = timezone.now()
        draft.save()
        _drop_oldest(person)
    return draft


def was_sent(id: UUID) -> bool:
    """Whether the form of this draft was saved, or waits as a suggestion of its id."""
    changes, suggestions = Change.objects.all(), Suggestion.objects.all()
    return changes.filter(draft=id).exists() or suggestions.filter(pk=id).exists()


def claim_draft(id: UUID, person: User) -> Draft | None:
    """Give a nobody's draft to who signed in again and knows its id.

    Their own is given back as it is; None where there is none. What they had kept of
    the same form before goes: this came later.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=id).first()
        if draft is None:
            return None
        _check_owner(draft, person)
        if draft.person_id is None:
            draft.person = person
            draft.save(update_fields=["person"])
            before = map(shapes.uuid_from, draft.values.get("draft", []))
            older = [one for one in before if one and one != id]
            person.drafts.filter(pk__in=older).delete()
    return draft


def discard_draft(id: UUID, person: User | None) -> None:
    """Throw a draft away; one that is gone already is no error."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=id).first()
        if draft is not None:
            _check_owner(draft, person)
            draft.delete()


def change_of_draft(id: UUID | None, person: User | None) -> Change | None:
    """The change that was made of a draft already, asked as its submit begins.

    It holds the person's drafts, as `hold_drafts` does, in the same question.
    """
    if id is None:
        return None
    [(_held, found)] = ask(CHANGE, _asked(id, person), 1)
    return Change.objects.get(pk=found) if found else None


def drop_draft_of_submit(id: UUID | None, person: User | None) -> None:
    """Drop the draft of a form that was saved, by who holds the person's drafts.

    A draft of somebody else stays: an id that was made up must not delete it.
    """
    if id is not None:
        ask(DROP, _asked(id, person), 1)


def _asked(id: UUID, person: User | None) -> dict[str, Any]:
    return {"id": id, "person": person.pk if person else None}


def hold_drafts(person: User | None) -> None:
    """One writer of a person's drafts at a time: what is saved while its form is sent
    is either dropped with it or refused after it.
    """
    if person is not None:
        ask(QUEUE, {"person": person.pk}, 1)


def _check_owner(draft: Draft, person: User | None) -> None:
    if draft.person_id not in (None, person.pk if person else None):
        raise PermissionDenied


def _bounded(values: Values) -> dict[str, list[str]]:
    """The values as they can be stored, without secrets."""
    kept = {
        _storable(name): [_storable(value) for value in sent]
        for name, sent in values.items()
        if not is_secret(name)
    }
    texts = [text for name, sent in kept.items() for text in (name, *sent)]
    size = sum(len(text.encode()) for text in texts)
    if len(texts) - len(kept) > MOST_FIELDS or size > MOST_BYTES:
        raise ValidationError(_("This is too long to be kept as a draft."), "too_long")
    return kept


def _storable(text: str) -> str:
    """JSON in the database holds neither zeros nor halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _drop_oldest(person: User | None) -> None:
    if person is None:
        left = Draft.objects.filter(person=None)
        left.filter(updated_at__lt=timezone.now() - NOBODYS_STAY).delete()
    else:
        newest = person.drafts.newest_first().values("pk")
        Draft.objects.filter(pk__in=newest[MOST_DRAFTS:]).delete()

"""Suggestions: submissions that wait until a moderator has decided."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue import records, version
from contributions import mails, shapes, validation
from contributions.actions.base import Why
from contributions.actions.drafts import drop_draft_of_submit, hold_drafts
from contributions.actions.submit import refuse_doubles, submit
from contributions.models import DeclineReason, Suggestion, SuggestionStatus
from contributions.submissions import Submission

COMMENT_LENGTH = 500


class AlreadyDecided(Exception):
    """A moderator was faster; `suggestion` says who, when and how."""

    def __init__(self, suggestion: Suggestion) -> None:
        words = _("%(person)s has decided this already.")
        super().__init__(words % {"person": suggestion.decided_by})
        self.suggestion = suggestion


class AnotherMessage(Exception):
    """Somebody asked or answered after the page was shown."""

    def __init__(self) -> None:
        super().__init__(_("Somebody wrote meanwhile. Read it first."))


def suggest(
    submission: Submission,
    why: Why,
    *,
    email: str = "",
    held_because: str = "",
    draft: UUID | None = None,
) -> Suggestion:
    """Keep a submission for the moderators; the same draft sent again is the same one.

    Raises ValidationError with messages per field, and AlreadyHere.
    """
    record = records.complete(submission.kind, submission.record)
    submission = replace(submission, record=record)
    content = submission.as_json()
    with transaction.atomic():
        hold_drafts(why.by if draft else None)
        pk, earlier = _place(draft, content)
        if earlier:
            return earlier
        _check(submission, why)
        refuse_doubles(submission, why.by)
        values = {
            "kind": submission.kind,
            "entry_id": submission.entry_id,
            "name": submission.record["name"],
            "content": content,
            "comment": why.comment,
            "source": why.source,
            "person": why.by,
            "occasion": why.occasion,
            "team": why.team,
            "email": email,
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "held_because": held_because,
        }
        Suggestion(**values).clean_fields(
            exclude=["entry", "person", "occasion", "team"]
        )
        suggestion, is_new = Suggestion.objects.get_or_create(pk=pk, defaults=values)
        drop_draft_of_submit(draft, why.by)
        if is_new:
            mails.after_commit(mails.send_tracking_link, suggestion)
    return suggestion


def accept(
    suggestion: Suggestion,
    by: User,
    edited: Submission | None = None,
    message: str = "",
    said: int | None = None,
) -> Suggestion:
    """Apply a suggestion, or what a moderator made of it, under its person's name.

    `said` is how many messages the moderator had read. Raises AlreadyDecided,
    AnotherMessage, and all that `submit` raises: ValidationError, AlreadyHere and
    Clashing; then it waits on.
    """
    with transaction.atomic():
        waiting = lock_waiting(suggestion)
        check_read(waiting, said)
        why = Why(
            by=waiting.person,
            comment=_marked_as_suggested(waiting.comment),
            source=waiting.source,
            occasion=waiting.occasion,
            team=waiting.team,
        )
        done = submit(edited or Submission.from_json(waiting.content), why)
        waiting.entry, waiting.change = done.entry, done.change
        return _decide(waiting, SuggestionStatus.ACCEPTED, by, message)


def decline(
    suggestion: Suggestion,
    by: User,
    reason: str,
    message: str = "",
    said: int | None = None,
) -> Suggestion:
    """Turn it down; `said` is how many messages the moderator had read.

    Raises AlreadyDecided, AnotherMessage, and ValidationError for a reason that does
    not exist.
    """
    with transaction.atomic():
        waiting = lock_waiting(suggestion)
        check_read(waiting, said)
        if reason not in DeclineReason.values:
            raise ValidationError({"reason": _("Choose a reason.")})
        waiting.reason = reason
        return _decide(waiting, SuggestionStatus.DECLINED, by, message)


def claim_suggestions(person: User, email: str) -> int:
    """Give a person what was suggested under an address that they proved to be theirs.

    Changes that came of it stay nobody's: the change log is never rewritten.
    """
    nobodys = Suggestion.objects.filter(person=None).exclude(email="")
    return nobodys.filter(email__iexact=email).update(person=person)


def _place(draft: UUID | None, content: dict[str, Any]) -> tuple[UUID, Any]:
    """The id of what a draft becomes, and the suggestion that has it already.

    Who goes back in the browser and sends other words makes another suggestion: what a
    moderator may be reading never changes.
    """
    if draft is None:
        return uuid4(), None
    earlier = Suggestion.objects.filter(pk=draft).first()
    if earlier is None or earlier.content == content:
        return draft, earlier
    pk = uuid5(draft, json.dumps(content, sort_keys=True))
    return pk, Suggestion.objects.filter(pk=pk).first()


def _check(submission: Submission, why: Why) -> None:
    """Refuse what could not be accepted, as far as it can be seen without writing."""
    if not shapes.is_storable(submission.as_json()):
        raise ValidationError(_("This holds characters that no text has."))
    validation.check_reasons(comment=why.comment, source=why.source)
    if not _changes_something(submission):
        raise ValidationError(_("You have not changed anything yet."))
    links = [link for link in submission.record["links"] if link["object"] > 0]
    record = {**submission.record, "links": links}
    base = submission.base() if submission.base_version else None
    found = [(submission.kind, record, base)]
    for one in submission.created:
        found.append((one.kind, records.complete(one.kind, one.record), None))
    for kind, each, before in found:
        shapes.check(kind, each)
        validation.validate(kind, each, before)
    said = [*submission.inbound, *submission.opened]
    subjects = [link["subject"] for link in said if link["subject"] > 0]
    others = {"links": [{"object": pk} for pk in subjects]}
    validation.object_kinds([record, others])
    validation.check_tags([record])


def _changes_something(submission: Submission) -> bool:
    links = submission.inbound or submission.opened
    beside = links or submission.created or submission.new_tags
    return bool(beside or records.diff(submission.base(), submission.record))


def lock_waiting(suggestion: Suggestion) -> Suggestion:
    """The suggestion as it is now, for us alone, if nobody has decided.

    Who decided is asked later: rows joined to one that was waited for are old.
    """
    rows = Suggestion.objects.select_for_update(of=("self",))
    locked = rows.select_related("person").get(pk=suggestion.pk)
    if not locked.is_waiting:
        raise AlreadyDecided(locked)
    return locked


def check_read(waiting: Suggestion, said: int | None) -> None:
    """Refuse to go on where the moderator had read fewer messages than there are.

    Asked while the suggestion is held: who writes a message holds it too.
    """
    if said is not None and waiting.messages.count() != said:
        raise AnotherMessage


def _marked_as_suggested(comment: str) -> str:
    """What the history shows, in the site's own language as it is kept."""
    with translation.override(settings.LANGUAGE_CODE):
        mark = _("Suggested; a moderator accepted it.")
    return f"{comment[: COMMENT_LENGTH - len(mark) - 1]} {mark}".strip()


def _check_message(message: str) -> None:
    longest = Suggestion._meta.get_field("message").max_length
    if not shapes.is_storable(message):
        raise ValidationError({"message": _("This holds characters that no text has.")})
    try:
        MaxLengthValidator(longest)(message)
    except ValidationError as error:
        raise ValidationError({"message": error.messages}) from error


def _decide(
    suggestion: Suggestion, status: SuggestionStatus, by: User, message: str
) -> Suggestion:
    _check_message(message)
    suggestion.status, suggestion.message = status, message
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    written = ["status", "reason", "message", "decided_by", "decided_at"]
    suggestion.save(update_fields=[*written, "entry", "change"])
    mails.after_commit(mails.send_decision, suggestion)
    # The list of what was decided is a page that is kept.
    version.bump()
    return suggestion

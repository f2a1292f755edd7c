"""Questions of moderators about a suggestion that waits, and the answers to them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contributions import mails, shapes
from contributions.actions.suggestions import check_read, lock_waiting
from contributions.models import Message, Suggestion

# In a row: a secret address that leaked must not fill the review page.
MOST_ANSWERS = 5


def ask_sender(suggestion: Suggestion, by: User, question: str, seen: int) -> Message:
    """Ask the sender something; the suggestion waits on.

    `seen` is how many messages the moderator had read. Raises AlreadyDecided,
    AnotherMessage and ValidationError.
    """
    with transaction.atomic():
        waiting = lock_waiting(suggestion)
        text = _checked(question, "message", _("Write your question."))
        check_read(waiting, seen)
        asked = waiting.messages.create(is_question=True, person=by, text=text)
        mails.after_commit(mails.send_question, asked)
    return asked


def answer_question(suggestion: Suggestion, by: User | None, text: str) -> Message:
    """Answer what was asked; the same words sent twice are one answer.

    Raises AlreadyDecided and ValidationError.
    """
    with transaction.atomic():
        waiting = lock_waiting(suggestion)
        text = _checked(text, "text", _("Write your answer."))
        said = list(waiting.messages.order_by("-pk")[: MOST_ANSWERS + 1])
        if not said:
            raise ValidationError(_("Nobody asked anything about this suggestion."))
        if not said[0].is_question and said[0].text == text:
            return said[0]
        if not any(one.is_question for one in said[:MOST_ANSWERS]):
            raise ValidationError(
                _("You have answered several times. Wait until a moderator has read.")
            )
        return waiting.messages.create(is_question=False, person=by, text=text)


def _checked(text: str, field: str, if_empty: str) -> str:
    """The text as it is kept: the message where it cannot be is its field's."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({field: if_empty})
    if not shapes.is_storable(text):
        raise ValidationError({field: _("This holds characters that no text has.")})
    try:
        MaxLengthValidator(Message._meta.get_field("text").max_length)(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    return text

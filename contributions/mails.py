"""What the site writes to people who suggested something."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from contributions.models import Message, Suggestion

Kept = TypeVar("Kept", Suggestion, Message)


def after_commit(send: Callable[[Kept], None], kept: Kept) -> None:
    """Send it once this is kept; a mail server that fails loses nothing."""

    def send_it() -> None:
        send(kept)

    transaction.on_commit(send_it, robust=True)


def send_tracking_link(suggestion: Suggestion) -> None:
    with override(suggestion.language):
        _send(suggestion, _("Your suggestion"), "suggestion_kept")


def send_decision(suggestion: Suggestion) -> None:
    with override(suggestion.language):
        _send(suggestion, _("Your suggestion: the decision"), "suggestion_decided")


def send_question(asked: Message) -> None:
    suggestion = asked.suggestion
    with override(suggestion.language):
        subject = _("Your suggestion: a question")
        _send(suggestion, subject, "suggestion_asked", question=asked.text)


def _send(suggestion: Suggestion, subject: str, template: str, **beside: str) -> None:
    """Holds no words of the sender's: the address may be a stranger's."""
    if not suggestion.answer_to:
        return
    address = settings.SITE_URL + suggestion.get_absolute_url()
    context = {"suggestion": suggestion, "address": address, **beside}
    body = render_to_string(f"contributions/mails/{template}.txt", context)
    send_mail(subject, body.strip() + "\n", None, [suggestion.answer_to])

"""What the site writes to people who suggested something."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from contributions.models import Suggestion


def after_commit(send: Callable[[Suggestion], None], suggestion: Suggestion) -> None:
    """Send it once the suggestion is kept; a mail server that fails loses nothing."""

    def send_it() -> None:
        send(suggestion)

    transaction.on_commit(send_it, robust=True)


def send_tracking_link(suggestion: Suggestion) -> None:
    with override(suggestion.language):
        _send(suggestion, _("Your suggestion"), "suggestion_kept")


def send_decision(suggestion: Suggestion) -> None:
    with override(suggestion.language):
        _send(suggestion, _("Your suggestion: the decision"), "suggestion_decided")


def _send(suggestion: Suggestion, subject: str, template: str) -> None:
    """Holds none of the words that somebody typed: the address may be a stranger's."""
    if not suggestion.answer_to:
        return
    address = settings.SITE_URL + suggestion.get_absolute_url()
    context = {"suggestion": suggestion, "address": address}
    body = render_to_string(f"contributions/mails/{template}.txt", context)
    send_mail(subject, body.strip() + "\n", None, [suggestion.answer_to])

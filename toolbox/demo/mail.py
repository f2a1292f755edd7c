"""The demo's mail: printed on the console, and kept for the page that shows it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console

MOST_KEPT = 50


@dataclass(frozen=True)
class Mail:
    """A message as its reader would see it."""

    to: str
    subject: str
    body: str


class DemoMailBackend(console.EmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        assert settings.DEMO_MAIL
        for message in email_messages:
            keep(message, settings.DEMO_MAIL)
        return super().send_messages(email_messages)


def keep(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.time_ns()}.eml"
    new = path.with_suffix(".new")
    new.write_bytes(message.message().as_bytes())
    new.replace(path)
    for old in newest_first(folder)[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.eml"), reverse=True)


def latest(folder: Path) -> list[Mail]:
    """The messages that were sent last, the newest first."""
    return [read(path) for path in newest_first(folder)]


def read(path: Path) -> Mail:
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, ParsedMessage)
    body = parsed.get_body(("plain",))
    text = body.get_content() if body else ""
    return Mail(str(parsed["To"]), str(parsed["Subject"]), text.strip())

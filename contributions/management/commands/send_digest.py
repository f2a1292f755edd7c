from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from contributions.admin import dashboard


class Command(BaseCommand):
    help = (
        "Write to the addresses of DIGEST_TO what waits for a moderator; for a daily "
        "schedule. Sends nothing where nothing waits, or without addresses."
    )

    def handle(self, **options: Any) -> None:
        if not settings.DIGEST_TO:
            self.stdout.write("DIGEST_TO names nobody: nothing is sent.")
            return
        with override(settings.LANGUAGE_CODE):
            waiting = [tile for tile in dashboard.waiting() if tile.count]
            if not waiting:
                self.stdout.write("Nothing waits: nothing is sent.")
                return
            _send(waiting)
        self.stdout.write(f"Sent to {len(settings.DIGEST_TO)}.")


def _send(waiting: list[dashboard.Tile]) -> None:
    """To each person alone: nobody reads the others' addresses."""
    total = sum(tile.count for tile in waiting if not tile.is_late)
    subject = ngettext(
        "%d thing waits for a moderator", "%d things wait for a moderator", total
    )
    context = {"tiles": waiting, "site": settings.SITE_URL}
    body = render_to_string("contributions/mails/digest.txt", context)
    for address in settings.DIGEST_TO:
        send_mail(subject % total, body.strip() + "\n", None, [address])

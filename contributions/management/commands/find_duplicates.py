from typing import Any

from django.core.management.base import BaseCommand

from contributions import actions


class Command(BaseCommand):
    help = "Computes the list of likely duplicates, which moderators see in the admin."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{actions.find_duplicates()} pairs wait to be looked at.")

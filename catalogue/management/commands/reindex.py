from typing import Any

from django.core.management.base import BaseCommand

from catalogue import search


class Command(BaseCommand):
    help = "Rebuild the search rows from the other tables."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{search.rebuild()} search rows rebuilt.")

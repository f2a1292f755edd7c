from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contributions import catalogue_files


class Command(BaseCommand):
    help = "Write the published catalogue into a folder, one record a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = catalogue_files.export_to(options["folder"])
        except OSError as error:
            raise CommandError(f"The folder cannot be written: {error}") from error
        self.stdout.write(f"{count} entries written to {options['folder']}.")

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from tqdm import tqdm

from contributions import catalogue_files
from contributions.actions import Why
from contributions.models import Batch, BatchKind


class Command(BaseCommand):
    help = "Read a folder of records: create what is new, change what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--label", default="Import of a catalogue")
        parser.add_argument("--comment", default="")
        parser.add_argument(
            "--progress", action="store_true", help="show a progress bar"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        if not catalogue_files.holds_catalogue(folder):
            raise CommandError(f"There is no catalogue in {folder}.")
        track = self.track if options["progress"] else iter
        try:
            outcome = self.load(folder, options, track)
        except catalogue_files.LineError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        # The planner would otherwise judge new rows by the statistics of none.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(
            f"{outcome.created} entries created, {outcome.changed} changed, "
            f"{outcome.unchanged} as they were; {outcome.tags} new tags."
        )

    @transaction.atomic
    def load(
        self, folder: Path, options: dict[str, Any], track: Any
    ) -> catalogue_files.Outcome:
        batch = Batch.objects.create(kind=BatchKind.IMPORT, label=options["label"])
        why = Why(by=None, comment=options["comment"], batch=batch)
        outcome = catalogue_files.import_from(folder, why, track)
        if not outcome.created + outcome.changed:
            batch.delete()
        return outcome

    def track(self, steps: list) -> Iterable:
        return tqdm(steps, desc="Loading the catalogue", unit="step", leave=False)

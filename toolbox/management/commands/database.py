from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from toolbox.embedded import server


class Command(BaseCommand):
    help = "The embedded PostgreSQL: show where it is, start it or stop it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["where", "start", "stop"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if settings.DATABASES["default"]["ENGINE"] != "toolbox.embedded":
            raise CommandError("DATABASE_URL names another database.")
        try:
            getattr(self, action)()
        except server.ServerError as error:
            raise CommandError(str(error)) from error

    def where(self) -> None:
        state = "running" if server.is_running(settings.POSTGRES_DATA) else "stopped"
        self.stdout.write(f"{settings.POSTGRES_DATA} ({state})")
        if state == "running":
            name = settings.DATABASES["default"]["NAME"]
            host = server.socket_folder(settings.POSTGRES_DATA)
            self.stdout.write(f"postgresql://postgres@/{name}?host={host}")

    def start(self) -> None:
        server.start(settings.POSTGRES_DATA, settings.POSTGRES_OPTIONS)
        self.where()

    def stop(self) -> None:
        stopped = server.stop(settings.POSTGRES_DATA)
        self.stdout.write("Stopped." if stopped else "It was not running.")

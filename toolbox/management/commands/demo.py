import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse

from catalogue.models import Entry
from toolbox.demo import environment, processes
from toolbox.embedded import server

MODERATOR = "moderator@example.org"


class Command(BaseCommand):
    help = (
        "Serve the catalogue on this machine: own database, production settings. "
        "PORT chooses the port; Ctrl-C stops everything."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--catalogue",
            default=settings.BASE_DIR / "fixtures" / "catalogue",
            help="the folder to load when the database is empty",
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="stop when the process that started this one is gone",
        )
        parser.add_argument(
            "--stop", action="store_true", help="stop the running demo and its database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        processes.stop_on_signals()
        try:
            if options.pop("stop"):
                self.stop_running()
            else:
                self.run(**options)
        except processes.StopDemo:
            self.stdout.write("\nStopped.")
        except (processes.DemoError, server.ServerError, CommandError) as error:
            raise SystemExit(str(error)) from error
        except OperationalError as error:
            cause = str(error).splitlines()[0]
            raise SystemExit(f"The database failed: {cause}") from error
        except OSError as error:
            place = error.filename or settings.POSTGRES_DATA.parent
            raise SystemExit(f"{place}: {error.strerror or error}.") from error

    def run(self, *, catalogue: str, with_parent: bool, **options: Any) -> None:
        audience = processes.Audience(with_parent)
        port = environment.read_port(os.environ.get("PORT", ""))
        data = settings.POSTGRES_DATA
        with processes.only_one(lock_path(), settings.SITE_URL) as lock:
            addresses = processes.free_addresses(port)
            ours = None if server.is_running(data) else data
            with processes.watchdog(lock, ours) as watch:
                server.start(data)
                self.prepare(catalogue)
                with processes.web_server(addresses, watch) as web:
                    processes.wait_for_answer(web, port)
                    self.announce()
                    processes.wait_for_end(web, audience)

    def stop_running(self) -> None:
        stopped = processes.stop_running(lock_path())
        stopped |= server.stop(settings.POSTGRES_DATA)
        self.stdout.write("Stopped." if stopped else "It was not running.")

    def prepare(self, catalogue: str) -> None:
        self.stdout.write("Preparing the database…")
        call_command("migrate", verbosity=0, interactive=False)
        if not Entry.objects.exists():
            call_command("import_catalogue", catalogue, progress=True)
        create_moderator(environment.read_secrets()["password"])
        connection.close()
        self.stdout.write("Collecting static files…")
        call_command("compile_translations", verbosity=0)
        call_command(
            "collectstatic", interactive=False, verbosity=0, ignore_patterns=["flags"]
        )

    def announce(self) -> None:
        password = environment.read_secrets()["password"]
        self.stdout.write(
            f"\nThe toolbox:  {settings.SITE_URL}\n"
            f"Its mail:     {settings.SITE_URL}{reverse('demo_mail')}\n"
            f"Sign in at:   {settings.SITE_URL}/admin/\n"
            f"as {MODERATOR}, password {password}\n"
            "Ctrl-C stops it."
        )
        self.stdout.flush()


def lock_path() -> Path:
    return settings.POSTGRES_DATA.parent / "demo.lock"


def create_moderator(password: str) -> None:
    """Make the moderator's account, or give it back the password that is printed."""
    moderator, _ = get_user_model().objects.get_or_create(
        username="moderator", defaults={"is_staff": True}
    )
    if not moderator.email:
        moderator.email, moderator.display_name = MODERATOR, "Moderator"
        moderator.save(update_fields=["email", "display_name"])
    EmailAddress.objects.get_or_create(
        user=moderator, email=MODERATOR, defaults={"verified": True, "primary": True}
    )
    moderator.groups.set(Group.objects.filter(name="Moderators"))
    if not moderator.check_password(password):
        moderator.set_password(password)
        moderator.save()

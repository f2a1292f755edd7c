"""How long a moderator waits for the pages of the admin, beside the public list.

    POSTGRES_DATA=<folder of its own> python -m benchmarks.admin [--seconds 1]

Fills the database of the environment with 5,000 entries and 20,000 changes, 1,000
suggestions and 500 reports: give it one that is thrown away. Asks each page in turn,
as one moderator, slice by slice, of gunicorn with two workers, and prints the median
and the 95th percentile of the latencies in milliseconds, and the ratio to the public
list of tools, fresh. Client, server and database share the machine: read ratios.
"""

import argparse
import os
import statistics
import uuid
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import django
from django.db import transaction
from django.utils import timezone

from benchmarks.pages import FRESH, Measured, ask, served

TOOLS = 3_572
CHANGES = 20_000
SUGGESTIONS = 1_000
REPORTS = 500
PEOPLE = 300
ROOMS = {"accounts", "catalogue", "usecases", "organizations", "contributions"}
ROOMS |= {"hackathons"}
PUBLIC = "public list of tools"
LIMIT = 300


def fill() -> None:
    from benchmarks.synthetic import Synthetic, copy
    from catalogue.models import Entry
    from contributions import guards

    Synthetic(TOOLS).fill()
    with transaction.atomic():
        guards.announce_migration()
        people = [_person() for _ in range(PEOPLE)]
        ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
        columns = "entry_id, version, person_id, created_at, comment, source, fields"
        copy("contributions_change", columns, _changes(ids, people))
        columns = "id, kind, name, content, comment, source, email, language,"
        columns += " held_because, status, reason, message, created_at"
        copy("contributions_suggestion", columns, _suggestions())
        columns = "entry_id, reason, message, created_at, person_id"
        copy("contributions_report", columns, _reports(ids, people))


def _person() -> int:
    from accounts.models import User

    return User.objects.create(username=str(uuid.uuid4())).pk


def _changes(ids: list[int], people: list[int]) -> Iterator[tuple]:
    random, now = Random(1), timezone.now()
    for number in range(CHANGES):
        entry, version = ids[number % len(ids)], 1 + number // len(ids)
        fields = f'{{"website": {{"from": "", "to": "https://{number}.example.org/"}}}}'
        made = now - timedelta(minutes=CHANGES - number)
        yield entry, version, random.choice(people), made, "A comment", "", fields


def _suggestions() -> Iterator[tuple]:
    now = timezone.now()
    for number in range(SUGGESTIONS):
        name = f"Suggested tool {number}"
        content = (
            f'{{"kind": "tool", "record": {{"name": "{name}", "texts": {{"en":'
            ' {"summary": "A sentence about it.", "is_original": true}}}}'
        )
        made = now - timedelta(hours=number / 5)
        texts = ("A comment", "", "", "en", "", "waiting", "", "")
        yield uuid.uuid4(), "tool", name, content, *texts, made


def _reports(ids: list[int], people: list[int]) -> Iterator[tuple]:
    random, now = Random(2), timezone.now()
    for number in range(REPORTS):
        made = now - timedelta(hours=number)
        yield random.choice(ids), "spam", "It advertises.", made, random.choice(people)


def pages() -> dict[str, str]:
    """Every list of the admin, its first page, and one page of each of our own."""
    from django.contrib import admin
    from django.urls import reverse

    found = {PUBLIC: "/en/tools/", "dashboard": reverse("admin:index")}
    ours = (model._meta for model in admin.site._registry)
    for meta in (meta for meta in ours if meta.app_label in ROOMS):
        address = f"admin:{meta.app_label}_{meta.model_name}_changelist"
        found[f"list of {meta.verbose_name_plural}"] = reverse(address)
    return found


def run(seconds: float, rounds: int) -> dict[str, Measured]:
    from benchmarks.contribute import sessions

    [cookie] = sessions(1)
    found = {name: Measured() for name in pages()}
    with served() as port:
        for number in range(rounds + 1):
            for name, address in pages().items():
                headers = FRESH if name == PUBLIC else {"Cookie": cookie}
                latencies = ask(port, address, headers, seconds)
                if number:
                    found[name].latencies += latencies
    return found


def show(found: dict[str, Measured]) -> None:
    public = statistics.median(found[PUBLIC].latencies)
    print("| page | median ms | p95 ms | to the public list |")
    print("| --- | ---: | ---: | ---: |")
    for name, measured in found.items():
        median = statistics.median(measured.latencies)
        numbers = f"{1000 * median:.0f} | {measured.p95:.0f} | {median / public:.1f}"
        print(f"| {name} | {numbers} |")
    over = [name for name, measured in found.items() if measured.p95 > LIMIT]
    print(f"\nPages over {LIMIT} ms at the 95th percentile: {over or 'none'}.")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from django.core.management import call_command

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    fill()
    show(run(options.seconds, options.rounds))


if __name__ == "__main__":
    main()

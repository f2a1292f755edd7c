"""How long a moderator waits for the pages of the admin, beside the public list.

    POSTGRES_DATA=<folder of its own> python -m benchmarks.admin [--seconds 0.5]

Fills the database of the environment with 5,000 entries, 20,000 changes, 1,000
suggestions and 500 reports: give it one that is thrown away. Asks each page in turn,
as one moderator, slice by slice, of gunicorn with two workers, and prints the median
and the 95th percentile of the latencies in milliseconds, and the ratio to the public
list of tools, fresh. Client, server and database share the machine: read ratios.
"""

import argparse
import os
import statistics

import django

from benchmarks.pages import FRESH, Measured, ask, served

PUBLIC = "public list of tools"
LIMIT = 300


def run(seconds: float, rounds: int) -> dict[str, Measured]:
    from benchmarks.contribute import sessions
    from benchmarks.curated import pages

    [cookie] = sessions(1)
    asked = {PUBLIC: "/en/tools/", **pages()}
    found = {name: Measured() for name in asked}
    with served() as port:
        for number in range(rounds + 1):
            for name, address in asked.items():
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

    from benchmarks.curated import fill

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    fill()
    show(run(options.seconds, options.rounds))


if __name__ == "__main__":
    main()

"""How many entries a second people can add by the form, beside a plain ModelForm.

    POSTGRES_DATA=<folder of its own> python -m benchmarks.contribute [--seconds 5]

Starts gunicorn with two workers on the database of the environment, which it migrates
and writes into: give it one that is thrown away. Contributors with sessions of their
own send new tools, each with a name, a sentence, two addresses and a licence, as fast
as they are answered. The plain save stores the same fields through a ModelForm in a
table without links, search, change log or guards. The contributors come one after the
other, so that the two workers share them: when all connect in one instant, one worker
may take most of them, and the figures tell of that. Prints writes a second, the 95th
percentile of the latencies in milliseconds, and ratios. Client, server and database
share the machine: read ratios, not seconds.
"""

import argparse
import http.client
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import django
from django.conf import settings
from django.db import connection

from benchmarks.pages import Measured, served

PARALLEL = (1, 8, 32)
PLAIN, OURS = "plain ModelForm", "the form of a tool"
TOKEN = "c" * 32
# Seconds from one contributor's coming to the next one's.
APART = 0.02
ADDRESSES = {PLAIN: "/plain/", OURS: "/en/tools/add/"}
SENTENCE = "Lets the people of a town propose what its budget pays for, and vote on it."


def sessions(count: int) -> list[str]:
    """People with a session each, as cookies."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    cookies = []
    for _ in range(count):
        person = User.objects.create(username=str(uuid.uuid4()), is_staff=True)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        cookies.append(f"sessionid={session.session_key}; csrftoken={TOKEN}")
    return cookies


def new_tool() -> dict[str, str]:
    name = uuid.uuid4().hex
    return {
        "csrfmiddlewaretoken": TOKEN,
        "name": f"Tool {name}",
        "summary": SENTENCE,
        "website": f"https://{name}.example.org/",
        "repository": f"https://code.example.org/{name}",
        "licence": "AGPL-3.0-or-later",
        "version": "0",
        "draft": str(uuid.uuid4()),
        "text_language": "en",
        "links-TOTAL_FORMS": "0",
        "links-INITIAL_FORMS": "0",
    }


def write(port: int, address: str, cookie: str, seconds: float) -> list[float]:
    """Send one new tool after the other; the latencies of the answers in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://127.0.0.1:{port}/",
    }
    latencies = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        body = urlencode(new_tool())
        start = time.perf_counter()
        connection.request("POST", address, body, headers)
        response = connection.getresponse()
        response.read()
        if response.status != 302:
            raise SystemExit(f"{address} answered {response.status}.")
        latencies.append(time.perf_counter() - start)
    return latencies


def write_all(
    port: int, address: str, cookies: list[str], seconds: float
) -> list[float]:
    """The latencies of people who each send for so long."""
    sent = []
    with ThreadPoolExecutor(len(cookies)) as pool:
        for cookie in cookies:
            sent.append(pool.submit(write, port, address, cookie, seconds))
            time.sleep(APART)
        return [second for one in sent for second in one.result()]


def run(seconds: float, rounds: int) -> dict[tuple[str, int], Measured]:
    cookies = sessions(max(PARALLEL))
    found = {(name, n): Measured() for n in PARALLEL for name in ADDRESSES}
    with served() as port:
        for number in range(rounds + 1):
            for (name, people), measured in found.items():
                latencies = write_all(port, ADDRESSES[name], cookies[:people], seconds)
                if number:
                    measured.rates.append(len(latencies) / seconds)
                    measured.latencies += latencies
    return found


def show(found: dict[tuple[str, int], Measured]) -> None:
    print("| contributors | | writes/s | p95 ms | p95 to plain |")
    print("| ---: | --- | ---: | ---: | ---: |")
    for (name, people), measured in found.items():
        ratio = measured.p95 / found[PLAIN, people].p95
        row = f"{measured.rate:,.0f} | {measured.p95:.1f} | {ratio:.2f}"
        print(f"| {people} | {name} | {row} |")


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from django.core.management import call_command

    from benchmarks.plain import PlainTool

    call_command("migrate", verbosity=0)
    if PlainTool._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(PlainTool)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    prepare()
    show(run(options.seconds, options.rounds))


if __name__ == "__main__":
    main()

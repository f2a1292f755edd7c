"""The summit again: 300 guests, 1231 tools, 178 use cases, 511 organizations.

    POSTGRES_DATA=<folder of its own> python -m benchmarks.hackathon [--seconds 420]
    … [--scale 1.0] [--crash]

Starts gunicorn with two workers on the database of the environment, which it migrates
and writes into: give it one that is thrown away. Guests join by code, then open forms
and send them, with links, tags and 600 later edits, with pauses between; ten walls
poll meanwhile. With --crash the database and one worker are killed half way, and
people send again what was not acknowledged. Prints latencies by kind of request,
errors, what was lost or doubled, how old the newest entry was when walls showed it,
and the memory of the servers. Clients share the machine with them.
"""

import argparse
import http.client
import os
import queue
import re
import signal
import statistics
import subprocess
import threading
import time
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import django
from django.conf import settings
from django.db import connections

from benchmarks.pages import served

GUESTS = 300
WALLS = 10
POLL_SECONDS = 5
KINDS = {"tools": 1231, "use-cases": 178, "organizations": 511}
EDITS = 600
TAGS = ["open data", "participation", "transparency", "budget", "mapping"]
SENTENCE = "Lets the people of a town propose what its budget pays for, and vote on it."
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
COUNTED = re.compile(r'class="count">([\d,]+)')
AGAIN = {500, 502, 503}
PATIENCE = 120


@dataclass
class Seen:
    """What the clients saw, together."""

    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter = field(default_factory=Counter)
    acknowledged: list[tuple[float, str, str]] = field(default_factory=list)
    polls: list[tuple[float, int]] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, status: int) -> None:
        with self.lock:
            self.latencies[kind].append(seconds)
            self.statuses[kind, status] += 1


class Device:
    """A browser's cookies; each request comes on a connection of its own."""

    def __init__(self, port: int, seen: Seen) -> None:
        self.port, self.seen = port, seen
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, kind: str, address: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status, page and where it redirects to."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        method, body = "GET", None
        if form is not None:
            method, body = "POST", urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.close()
        start = time.perf_counter()
        try:
            self.connection.request(method, address, body, headers)
            response = self.connection.getresponse()
            page = response.read().decode()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.seen.note(kind, time.perf_counter() - start, 0)
            return 0, "", ""
        self.seen.note(kind, time.perf_counter() - start, response.status)
        for value in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, page, response.headers.get("Location", "")

    def open(self, kind: str, address: str) -> str:
        """A page that people wait for and ask for again."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, page, _ = self.ask(kind, address)
            if status == 200:
                return page
            if status and status not in AGAIN:
                raise RuntimeError(f"{address} answered {status}.")
            time.sleep(1)
        raise RuntimeError(f"{address} never answered.")

    def send(self, kind: str, address: str, form: dict[str, str]) -> str:
        """Send until it is acknowledged; where it leads to."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, page, location = self.ask(kind, address, form)
            if status == 302:
                return location
            if status and status not in AGAIN:
                said = re.findall(r"<li>(?:<a[^>]*>)?([^<]{5,})", page)
                raise RuntimeError(f"{address} answered {status}: {said[:3]}")
            time.sleep(1)
        raise RuntimeError(f"{address} was never acknowledged.")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = {}
    for tag in HIDDEN.findall(page):
        attributes = dict(ATTRIBUTE.findall(tag))
        if "name" in attributes and "__prefix__" not in attributes["name"]:
            found[attributes["name"]] = attributes.get("value", "")
    return found


class Guest(threading.Thread):
    """Somebody at a table: joins, then does task after task from the common pile."""

    def __init__(self, port: int, seen: Seen, pile: "queue.Queue[str]", pause: float):
        super().__init__(daemon=True)
        self.device, self.seen, self.pile = Device(port, seen), seen, pile
        self.pause, self.random = pause, Random(uuid.uuid4().int)
        self.failure = ""
        self.made: list[str] = []

    def run(self) -> None:
        try:
            time.sleep(self.random.uniform(0, self.pause))
            self.join_in()
            while True:
                task = self.pile.get_nowait()
                self.edit() if task == "edit" else self.add(task)
                time.sleep(self.random.uniform(0.5, 1.5) * self.pause)
        except queue.Empty:
            return
        except RuntimeError as error:
            self.failure = str(error)

    def join_in(self) -> None:
        address = f"/en/hackathons/join/{CODE}/"
        form = hidden(self.device.open("open the join page", address))
        form["name"] = form["display_name"] = f"Guest {uuid.uuid4().hex[:8]}"
        self.device.send("join", address, form)

    def add(self, path: str) -> None:
        address = f"/en/{path}/add/"
        form = hidden(self.device.open("open a form", address))
        name = f"{path} {uuid.uuid4().hex}"
        form |= {
            "name": name,
            "summary": SENTENCE,
            "website": f"https://{uuid.uuid4().hex}.example.org/",
            "text_language": "en",
            "tags": ", ".join(self.random.sample(TAGS, 2)),
            "links-TOTAL_FORMS": "0",
            "links-INITIAL_FORMS": "0",
        }
        if path != "organizations":
            form |= self.link(path)
        location = self.device.send("submit", address, form)
        with self.seen.lock:
            row = (time.monotonic(), path, form["draft"])
            self.seen.acknowledged.append(row)
        self.made.append(location)
        self.device.open("read the entry", location)

    def link(self, path: str) -> dict[str, str]:
        """A link to the host of the summit, which every guest knows by name."""
        role = "developed_by" if path == "tools" else "run_by"
        return {
            "links-TOTAL_FORMS": "1",
            "links-0-key": f"links:{role}:organization",
            "links-0-text": HOST,
        }

    def edit(self) -> None:
        if not self.made:
            return self.add("organizations")
        address = f"{self.random.choice(self.made)}edit/"
        form = fields(self.device.open("open a form", address))
        form["summary"] = f"{SENTENCE} {uuid.uuid4().hex}"
        form["comment"] = "Said more exactly."
        location = self.device.send("submit", address, form)
        with self.seen.lock:
            self.seen.acknowledged.append((time.monotonic(), "edit", form["draft"]))
        self.device.open("read the entry", location)
        return None


def fields(page: str) -> dict[str, str]:
    """A whole form as a browser would send it, untouched."""
    from bs4 import BeautifulSoup

    form = BeautifulSoup(page, "html.parser").select_one("form[data-entry-form]")
    form = form or max(
        BeautifulSoup(page, "html.parser").select('form[method="post"]'),
        key=lambda one: len(one.select("[name]")),
    )
    found = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        if "__prefix__" in one["name"] or one.get("type") in {"submit", "checkbox"}:
            continue
        if one.name == "textarea":
            found[one["name"]] = one.text.removeprefix("\n")
        elif one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            found[one["name"]] = chosen.get("value", "") if chosen else ""
        elif one.get("type") != "radio" or one.has_attr("checked"):
            found[one["name"]] = one.get("value", "")
    return found


class Wall(threading.Thread):
    """A screen: asks again and again, with what it has seen as the condition."""

    def __init__(self, port: int, seen: Seen, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.seen, self.over = port, seen, over

    def run(self) -> None:
        etag, count = "", 0
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.over.is_set():
            headers = {"If-None-Match": etag} if etag else {}
            connection.close()
            start = time.perf_counter()
            try:
                connection.request("GET", WALL, headers=headers)
                response = connection.getresponse()
                page = response.read().decode()
            except (OSError, http.client.HTTPException):
                connection.close()
                self.seen.note("wall", time.perf_counter() - start, 0)
            else:
                seconds, status = time.perf_counter() - start, response.status
                kind = "wall, unchanged" if status == 304 else "wall"
                self.seen.note(kind, seconds, status)
                if status == 200:
                    etag = response.headers.get("ETag", "")
                    numbers = COUNTED.findall(page)
                    count = sum(int(n.replace(",", "")) for n in numbers)
                with self.seen.lock:
                    self.seen.polls.append((time.monotonic(), count))
            self.over.wait(POLL_SECONDS)


CODE = "SUMM2T"
HOST = "Host of the summit"
WALL = "/en/hackathons/summit/wall/"


def prepare() -> int:
    """The hackathon on an empty catalogue, but for its host and its tags."""
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from catalogue.models import Tag
    from contributions import actions
    from contributions.actions import Why
    from contributions.models import Occasion
    from hackathons.models import Hackathon

    call_command("migrate", verbosity=0)
    if Hackathon.objects.filter(code=CODE).exists():
        raise SystemExit("This database has seen the summit: give an empty one.")
    actions.create_tags([Tag(name=t, slug=t.replace(" ", "-")) for t in TAGS])
    actions.create("organization", {"name": HOST}, Why(by=None))
    now = timezone.now()
    occasion = Occasion.objects.create(
        name="Summit",
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(hours=3),
    )
    Hackathon.objects.create(
        occasion=occasion,
        slug="summit",
        code=CODE,
        goal_tools=KINDS["tools"],
        goal_use_cases=KINDS["use-cases"],
        goal_organizations=KINDS["organizations"],
    )
    return occasion.pk


def tasks(scale: float) -> "queue.Queue[str]":
    """What there is to do, mixed; the edits come later."""
    adding = [path for path, n in KINDS.items() for _ in range(round(n * scale))]
    edits = ["edit"] * round(EDITS * scale)
    random = Random(1)
    random.shuffle(adding)
    half = len(adding) // 2
    late = adding[half:] + edits
    random.shuffle(late)
    pile: queue.Queue[str] = queue.Queue()
    for task in adding[:half] + late:
        pile.put(task)
    return pile


def descendants(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout.split()
    return [int(one) for one in found]


def masters() -> list[int]:
    """The gunicorn that this process started."""
    return descendants(os.getpid())


def memory() -> int:
    """Resident bytes of the servers' own processes, shared pages counted each time."""
    total = 0
    for master in masters():
        for pid in (master, *descendants(master)):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            total += 1024 * int(status.partition("VmRSS:")[2].split()[0])
    return total


def crash() -> None:
    """kill -9 of the postmaster, and of one worker."""
    postmaster = int((settings.POSTGRES_DATA / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    for master in masters():
        for worker in descendants(master)[:1]:
            os.kill(worker, signal.SIGKILL)


def run(seconds: float, scale: float, with_crash: bool) -> tuple[Seen, list[str]]:
    seen, over = Seen(), threading.Event()
    guests_count, pile = max(1, round(GUESTS * scale)), tasks(scale)
    pause = seconds * guests_count / pile.qsize()
    half = pile.qsize() // 2
    with served() as port:
        guests = [Guest(port, seen, pile, pause) for _ in range(guests_count)]
        walls = [Wall(port, seen, over) for _ in range(WALLS)]
        for one in (*guests, *walls):
            one.start()
        crashed = not with_crash
        while any(guest.is_alive() for guest in guests):
            seen.memory.append(memory())
            if not crashed and pile.qsize() < half:
                crash()
                crashed = True
            time.sleep(1)
        time.sleep(2 * POLL_SECONDS)
        over.set()
        for wall in walls:
            wall.join()
    return seen, [guest.failure for guest in guests if guest.failure]


def kept(seen: Seen, occasion: int) -> tuple[list[str], int]:
    """Drafts acknowledged without a change of the hackathon; entries too many."""
    from catalogue.models import Entry
    from contributions.models import Change

    changes = Change.objects.filter(occasion=occasion)
    written = {str(draft) for draft in changes.values_list("draft", flat=True)}
    lost = [draft for _, _, draft in seen.acknowledged if draft not in written]
    added = sum(path != "edit" for _, path, _ in seen.acknowledged)
    return lost, Entry.objects.exclude(name=HOST).count() - added


def freshness(seen: Seen) -> float:
    """The longest time from the answer to a sender until each wall had the entry."""
    added = sorted(at for at, path, _ in seen.acknowledged if path != "edit")
    polls, longest, next_ = sorted(seen.polls), 0.0, 0
    for at, count in polls:
        while next_ < min(count, len(added)):
            longest = max(longest, at - added[next_])
            next_ += 1
    return longest if next_ == len(added) else float("inf")


def show(seen: Seen, failures: list[str], lost: list[str], doubled: int) -> None:
    print("| request | count | p50 ms | p95 ms | p99 ms | not 2xx, 3xx |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, latencies in sorted(seen.latencies.items()):
        cuts = statistics.quantiles(latencies, n=100) if len(latencies) > 1 else []
        marks = [cuts[n] for n in (49, 94, 98)] if cuts else latencies * 3
        p50, p95, p99 = (f"{1000 * mark:.0f}" for mark in marks)
        bad = {
            s: n
            for (k, s), n in seen.statuses.items()
            if k == kind and s // 100 not in (2, 3)
        }
        print(f"| {kind} | {len(latencies)} | {p50} | {p95} | {p99} | {bad or 0} |")
    print(f"\nAcknowledged writes: {len(seen.acknowledged)}.")
    print(f"Lost: {len(lost)}. Entries too many: {doubled}. Gave up: {len(failures)}.")
    for failure in sorted(set(failures))[:5]:
        print(f"  {failure}")
    print(f"Oldest news on a wall: {freshness(seen):.1f} s after its answer.")
    print(f"Memory of gunicorn: at most {max(seen.memory) / 2**20:.0f} MiB.")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=420.0)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--crash", action="store_true")
    options = parser.parse_args()
    occasion = prepare()
    seen, failures = run(options.seconds, options.scale, options.crash)
    connections.close_all()  # The crash ended this process's own one too.
    show(seen, failures, *kept(seen, occasion))


if __name__ == "__main__":
    main()

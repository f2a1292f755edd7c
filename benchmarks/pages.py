"""How many pages a second the site serves, beside a view that only says hello.

    python -m benchmarks.pages [--seconds 1] [--rounds 7] [--clients 4] [--tag TAG]

Starts gunicorn with two workers on the database of the environment, asks each page in
turn, slice by slice, over connections that stay open, and prints requests a second
(median of the slices), the 95th percentile of the latencies in milliseconds, and the
ratio to hello. "Fresh" pages are asked with a cookie, so that they do not come from
the cache of pages. With --tag only the faceted pages are asked: the synthetic
catalogue that benchmarks.search leaves behind has tags of its own, tag-1 the most used.
Client, server and database share the machine: read ratios, not seconds.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

HELLO = "hello, a bare view"
FACETED = "list with two facets"
NAIVE = "naive list with two facets"
TAG = "open-data"
PAGES = {
    HELLO: "/hello/",
    "home": "/en/",
    "list": "/en/tools/",
    FACETED: "/en/tools/?open_source=open&tag={tag}",
    "list with words": "/en/tools/?q=open+data",
    "entry": "/en/tools/decidim/",
    "entry with the most links": "/en/tools/ckan/",
    NAIVE: "/naive/?open_source=open&tag={tag}",
}
UNCACHED = {HELLO, NAIVE}
FRESH = {"Cookie": "csrftoken=benchmark"}


@dataclass
class Measured:
    """What was seen of one page: requests a second by slice, and all latencies."""

    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def p95(self) -> float:
        return 1000 * statistics.quantiles(self.latencies, n=20)[-1]


@contextmanager
def served() -> Iterator[int]:
    """The site on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    command = (
        *(sys.executable, "-m", "gunicorn", "toolbox.wsgi", "--bind"),
        *(f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
        *("--worker-class", "gthread", "--log-level", "error", "--no-control-socket"),
    )
    server = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def ask(
    port: int, address: str, headers: dict[str, str], seconds: float
) -> list[float]:
    """Ask for one address over and over; the latencies of the answers in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    latencies = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{address} answered {response.status}.")
        latencies.append(time.perf_counter() - start)
    return latencies


def measure(
    port: int, address: str, headers: dict[str, str], seconds: float, clients: int
) -> tuple[float, list[float]]:
    """Requests a second and latencies of one slice."""
    with ThreadPoolExecutor(clients) as pool:
        asked = [
            pool.submit(ask, port, address, headers, seconds) for _ in range(clients)
        ]
        latencies = [latency for one in asked for latency in one.result()]
    return len(latencies) / seconds, latencies


def addresses(tag: str | None) -> dict[str, str]:
    names = [HELLO, FACETED, NAIVE] if tag else list(PAGES)
    return {name: PAGES[name].format(tag=tag or TAG) for name in names}


def run(
    pages: dict[str, str], seconds: float, rounds: int, clients: int
) -> dict[tuple[str, str], Measured]:
    jobs = [(name, "fresh") for name in pages]
    jobs += [(name, "cached") for name in pages if name not in UNCACHED]
    found = {job: Measured() for job in jobs}
    with served() as port:
        for number in range(rounds + 1):
            for job, measured in found.items():
                headers = FRESH if job[1] == "fresh" else {}
                rate, latencies = measure(
                    port, pages[job[0]], headers, seconds, clients
                )
                if number:
                    measured.rates.append(rate)
                    measured.latencies += latencies
    return found


def show(found: dict[tuple[str, str], Measured]) -> None:
    hello = found[HELLO, "fresh"].rate
    print("| page | | requests/s | p95 ms | ratio to hello |")
    print("| --- | --- | ---: | ---: | ---: |")
    for (name, how), measured in found.items():
        rate, p95 = measured.rate, measured.p95
        print(f"| {name} | {how} | {rate:,.0f} | {p95:.1f} | {rate / hello:.3f} |")
    ours, naive = found[FACETED, "fresh"].rate, found[NAIVE, "fresh"].rate
    print(f"\nFaceted page, fresh: {ours / naive:.1f} times the naive page.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--tag", help="ask only faceted pages, with this tag")
    options = parser.parse_args()
    pages = addresses(options.tag)
    show(run(pages, options.seconds, options.rounds, options.clients))


if __name__ == "__main__":
    main()

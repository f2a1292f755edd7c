"""How fast a list is answered: total, 20 hits and the counts of every facet.

    POSTGRES_DATA=<folder of its own> python -m benchmarks.search [--sizes 2000 20000]

Fills the database with synthetic tools, asks 400 mixed questions of each engine in
turn, and prints the median and 95th percentile in milliseconds and the ratios. The
database is emptied first: give it a data folder that holds nothing else. The engine
tantivy takes part where it is installed (pip install .[benchmarks]). With up to 20,000
tools every answer is held against counting by hand.
"""

import argparse
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import django
from django.conf import settings
from django.db import OperationalError

CHUNK = 2_000
MOST_CHECKED = 20_000
CONSENT = "benchmark"


@dataclass
class Measured:
    """The seconds that an engine took by question, and how often it was wrong.

    Questions that were given up count with the seconds until then.
    """

    by_question: dict[int, float] = field(default_factory=dict)
    differences: int = 0
    given_up: int = 0

    @property
    def seconds(self) -> list[float]:
        return list(self.by_question.values())

    def mean_on(self, questions: Iterable[int]) -> float:
        """The mean over these questions, for another that was asked fewer."""
        return 1000 * statistics.fmean(self.by_question[n] for n in questions)

    @property
    def median(self) -> float:
        return 1000 * statistics.median(self.seconds)

    @property
    def mean(self) -> float:
        return 1000 * statistics.fmean(self.seconds)

    @property
    def p95(self) -> float:
        ordered = sorted(self.seconds)
        return 1000 * ordered[int(0.95 * (len(ordered) - 1))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--slowly", type=int, default=1, help="ask the naive way every nth question"
    )
    parser.add_argument("--keep", action="store_true", help="use what is filled in")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolbox.settings")
    django.setup()
    if CONSENT not in str(settings.POSTGRES_DATA):
        raise SystemExit(f"Set POSTGRES_DATA to a folder with {CONSENT} in its name.")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for size in options.sizes:
        measure(size, options.repeat, options.keep, options.slowly)


def measure(size: int, repeat: int, keep: bool, slowly: int) -> None:
    from benchmarks.engines import by_hand, known_version, naive, ours
    from benchmarks.questions import questions
    from benchmarks.synthetic import Synthetic

    if not keep:
        Synthetic(size).fill()
    known_version.cache_clear()
    documents = list(read(range(1, size + 1)))
    engines = {"ours": ours, "naive": naive, **tantivy(documents)}
    expected = by_hand(documents) if size <= MOST_CHECKED else None
    found: dict[str, Measured] = defaultdict(Measured)
    parts: dict[str, dict[str, Measured]] = defaultdict(lambda: defaultdict(Measured))
    for number, question in enumerate(questions(documents)):
        right = expected(question.asked) if expected else None
        for name, engine in engines.items():
            if name == "naive" and number % slowly:
                continue
            seconds, answer = timed(engine, question.asked, repeat)
            if answer is None:
                found[name].given_up += 1
            found[name].by_question[number] = seconds
            parts[question.part][name].by_question[number] = seconds
            if right and answer:
                found[name].differences += not agree(answer, right)
    show(size, found, parts, checked=expected is not None)


def read(ids: Sequence[int]) -> Iterator:
    from catalogue.search import documents

    for start in range(0, len(ids), CHUNK):
        yield from documents.read(ids[start : start + CHUNK]).values()


def tantivy(documents: Sequence) -> dict:
    from benchmarks.engines import Tantivy

    try:
        return {"tantivy": Tantivy(documents)}
    except ImportError:
        return {}


def timed(engine, asked, repeat: int) -> tuple[float, object]:
    """The best of some tries: what else the machine does is no engine's fault."""
    tries, answer = [], None
    for _ in range(repeat):
        start = time.perf_counter()
        with suppress(OperationalError):
            answer = engine(asked)
        tries.append(time.perf_counter() - start)
    return min(tries), answer


def agree(answer, right) -> bool:
    """Whether the total and every count that an engine tells are right."""
    counts = all(right.counts.get(key, 0) == n for key, n in answer.counts.items())
    return answer.total == right.total and counts


def show(size: int, found: dict, parts: dict, checked: bool) -> None:
    print(f"\n{size:,} tools\n")
    heads = "questions | given up | median ms | p95 ms | mean ms | to ours | wrong"
    print(f"| engine | {heads} |\n| --- |" + " ---: |" * 7)
    for name, one in found.items():
        ratio = one.mean / found["ours"].mean_on(one.by_question)
        wrong = one.differences if checked else "not counted"
        print(
            f"| {name} | {len(one.seconds)} | {one.given_up} | {one.median:.2f} |"
            f" {one.p95:.2f} | {one.mean:.2f} | {ratio:.2f} | {wrong} |"
        )
    if "tantivy" in found:
        ratio = found["ours"].median / found["tantivy"].median
        print(f"\nOur median is {ratio:.1f} times tantivy's.")
    print("\n| part | " + " | ".join(found) + " |")
    print("| --- |" + " ---: |" * len(found))
    for part, engines in parts.items():
        print(f"| {part} | " + " | ".join(map(figures, map(engines.get, found))) + " |")


def figures(one: Measured | None) -> str:
    return f"{one.median:.2f} / {one.p95:.2f}" if one else "–"


if __name__ == "__main__":
    main()

"""The likely duplicates of the shipped catalogue, against pairs judged one by one.

Two tables, judged by what the entries say and not by what is found: `judged.tsv` holds
pairs of the catalogue, nearly all of them two things, for it was cleaned; in
`variants.tsv` are entries as somebody else may add them once more.
docs/duplicates.md tells the method and the figures.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from catalogue.models import Entry, Slug
from contributions import actions, catalogue_files, duplicates
from contributions.actions import NewEntry, Why

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent
CATALOGUE = settings.BASE_DIR / "fixtures/catalogue"
# As measured; a change of the method may not fall below.
MOST_NEAR_MISSES = 9
RECALL = 0.83
PRECISION = 0.76
KINDS = ("tool", "organization", "use_case")
NOBODY = Why(by=None)
Pair = tuple[str, str, str]


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@dataclass
class Outcome:
    """The pairs that are found, by slugs, before and after variants were added."""

    shipped: set[Pair]
    with_variants: set[Pair]
    variants: dict[Pair, str]


@pytest.fixture(scope="module")
def outcome(django_db_setup: None, django_db_blocker) -> Outcome:
    with django_db_blocker.unblock(), transaction.atomic():
        catalogue_files.import_from(CATALOGUE, NOBODY)
        shipped = found()
        variants = add_variants()
        outcome = Outcome(shipped, found(), variants)
        transaction.set_rollback(True)
    return outcome


def found() -> set[Pair]:
    pairs = [(kind, one.pair) for kind in KINDS for one in duplicates.of_kind(kind)]
    ids = {pk for _, pair in pairs for pk in pair}
    slugs = dict(Entry.objects.filter(pk__in=ids).values_list("pk", "slug"))
    return {in_order(kind, *map(slugs.__getitem__, pair)) for kind, pair in pairs}


def in_order(kind: str, *slugs: str) -> Pair:
    one, other = sorted(slugs)
    return kind, one, other


def add_variants() -> dict[Pair, str]:
    rows = read("variants.tsv")
    news = [
        NewEntry(
            row["kind"],
            {
                name: row[name]
                for name in ("name", "website", "repository")
                if row[name]
            },
        )
        for row in rows
    ]
    created = actions.create_many(news, NOBODY)
    assert all(
        Slug.objects.filter(kind=row["kind"], slug=row["slug"]).exists() for row in rows
    )
    return {
        in_order(row["kind"], row["slug"], entry.slug): row["name"]
        for row, entry in zip(rows, created, strict=True)
    }


def judged(verdict: str) -> set[Pair]:
    return {
        in_order(row["kind"], row["slug"], row["other"])
        for row in read("judged.tsv")
        if row["verdict"] == verdict
    }


def test_sample_is_large_and_about_every_kind() -> None:
    rows = read("judged.tsv")

    assert len(rows) >= 60
    assert {row["kind"] for row in rows} == {*KINDS}
    assert {row["verdict"] for row in rows} == {"same", "two"}
    assert all(row["why"] for row in rows)
    assert len(judged("same") | judged("two")) == len(rows)


def test_whatever_is_found_in_the_catalogue_was_judged(outcome: Outcome) -> None:
    assert outcome.shipped - judged("same") - judged("two") == set()


def test_every_real_duplicate_of_the_catalogue_is_found(outcome: Outcome) -> None:
    assert judged("same") - outcome.shipped == set()


def test_few_of_the_near_misses_are_taken_for_duplicates(outcome: Outcome) -> None:
    assert len(outcome.shipped & judged("two")) <= MOST_NEAR_MISSES


def test_variants_are_found(outcome: Outcome) -> None:
    missed = [
        name
        for pair, name in outcome.variants.items()
        if pair not in outcome.with_variants
    ]

    assert 1 - len(missed) / len(outcome.variants) >= RECALL, missed


def test_most_of_what_is_found_is_real(outcome: Outcome) -> None:
    real = judged("same") | outcome.variants.keys()
    precision = len(outcome.with_variants & real) / len(outcome.with_variants)

    assert precision >= PRECISION, sorted(outcome.with_variants - real)

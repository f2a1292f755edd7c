"""Synthetic catalogues: frequent and rare tags, words and makers, as in real ones.

The rows are copied into the tables, without the change log: fill only a database that
is thrown away.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from catalogue import search, version
from catalogue.models.tool import ToolForm, ToolState
from catalogue.search.stems import CONFIGS
from catalogue.vocabularies import Platform
from contributions import guards
from organizations.models import OrganizationType

TAGS = 2_000
WORDS = 20_000
LICENCES = ["", "MIT", "AGPL-3.0-or-later", "GPL-3.0-only", "Apache-2.0", "proprietary"]
CODE = ["Python", "JavaScript", "PHP", "Ruby", "Java", "Go", "C", "R", "Rust", "Perl"]
LANGUAGES = ["en", "fr", "es", "pt", "ar", "de", "it", "nl", "uk", "zh-Hant"]
COUNTRIES = ["", "FR", "US", "GB", "BR", "IN", "DE", "ES", "TW", "KE", "CA", "IT", "SE"]
TYPES = ["", *OrganizationType.values]
TABLES = "catalogue_entry, catalogue_tag, catalogue_facetvalue"

# Words that a stemmer shortens or a stop word list holds would make other engines,
# which get the words as they are, find other entries.
PLAIN = """
SELECT word FROM unnest(%s::text[]) AS word
WHERE array_to_string(tsvector_to_array(to_tsvector('simple', word)), ' ') = word
AND NOT EXISTS (
    SELECT FROM unnest(%s::text[]) AS config
    WHERE array_to_string(tsvector_to_array(to_tsvector(config::regconfig, word)), ' ')
        <> word
)
"""


class Zipf:
    """Draws items, the first ones far more often than the last."""

    def __init__(self, random: Random, items: Sequence[Any], flat: float = 3) -> None:
        self.random, self.items = random, items
        self.weights = list(accumulate(1 / (n + flat) for n in range(len(items))))

    def some(self, most: int, least: int = 0) -> list[Any]:
        count = self.random.randint(least, most)
        drawn = self.random.choices(self.items, cum_weights=self.weights, k=count)
        return list(dict.fromkeys(drawn))

    def one(self) -> Any:
        return self.random.choices(self.items, cum_weights=self.weights)[0]


class Synthetic:
    """As many tools as asked, with a fifth as many use cases and organizations."""

    def __init__(self, tools: int, seed: int = 1) -> None:
        self.random = Random(seed)
        self.tools = range(1, tools + 1)
        self.cases = range(tools + 1, tools + tools // 5 + 1)
        self.makers = range(self.cases[-1] + 1, self.cases[-1] + tools // 5 + 1)
        self.words = Zipf(self.random, plain_words(self.random), flat=30)
        self.tags = Zipf(self.random, range(1, TAGS + 1))
        self.used = Zipf(self.random, self.random.sample(self.tools, tools), flat=20)
        self.made_by = Zipf(self.random, self.makers, flat=20)

    def fill(self, is_searched: bool = True) -> None:
        """Most of the time goes into the rows of the search, which may be left out."""
        with transaction.atomic():
            guards.announce_migration()
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {TABLES} CASCADE")
            for table, columns, rows in self._tables():
                copy(table, columns, rows)
            version.bump()
        if is_searched:
            with connection.cursor() as cursor, without_indexes(cursor):
                cursor.execute("ANALYZE")
                search.rebuild()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _tables(self) -> Iterator[tuple[str, str, Iterable[tuple]]]:
        columns = "id, name, slug, kind, labels, synonyms, is_new, is_hidden"
        yield "catalogue_tag", columns, self._tags()
        columns = "id, kind, slug, name, language, website, status, created_at,"
        yield "catalogue_entry", columns + " updated_at, version", self._entries()
        slugs = ((id_, kind, slug) for id_, kind, slug, *_ in self._entries())
        yield "catalogue_slug", "entry_id, kind, slug", slugs
        columns = "entry_ptr_id, form, repository, licence, programming_languages,"
        columns += " platforms, interface_languages, state"
        yield "catalogue_tool", columns, map(self._tool, self.tools)
        columns = "entry_ptr_id, country, place, since, until, state, ended_because,"
        yield "usecases_usecase", columns + " outcome", map(self._case, self.cases)
        columns = "entry_ptr_id, type, country"
        yield "organizations_organization", columns, map(self._maker, self.makers)
        columns = "entry_id, language, name, summary, description, is_original,"
        yield "catalogue_entrytext", columns + " outdated", self._texts()
        yield "catalogue_entrytag", "content_object_id, tag_id", self._entry_tags()
        columns = "subject_id, subject_kind, role, object_id, object_kind, since,"
        yield "catalogue_link", columns + " until, source", self._links()

    def _tags(self) -> Iterator[tuple]:
        for number in range(1, TAGS + 1):
            name = f"{self._text(1)} {number}"
            yield number, name, f"tag-{number}", "topic", "{}", [], False, False

    def _entries(self) -> Iterator[tuple]:
        now = timezone.now()
        kinds = {
            "tool": self.tools,
            "use_case": self.cases,
            "organization": self.makers,
        }
        for kind, ids in kinds.items():
            for id_ in ids:
                name = f"{self._text(2)} {id_}"
                yield id_, kind, f"e-{id_}", name, "", "", "published", now, now, 1

    def _tool(self, id_: int) -> tuple:
        pick: Callable[[Sequence[str]], str] = self.random.choice
        form, state = pick(["", *ToolForm.values]), pick(["", *ToolState.values])
        code, platforms = self._few(CODE, 3), self._few(Platform.values, 3)
        licence, languages = pick(LICENCES), self._few(LANGUAGES, 4)
        return id_, form, "", licence, code, platforms, languages, state

    def _case(self, id_: int) -> tuple:
        country, since = self.random.choice(COUNTRIES), self.random.randint(1995, 2026)
        return id_, country, "", str(since), "", "", "", ""

    def _maker(self, id_: int) -> tuple:
        return id_, self.random.choice(TYPES), self.random.choice(COUNTRIES)

    def _texts(self) -> Iterator[tuple]:
        for id_ in (*self.tools, *self.cases, *self.makers):
            description = self._text(120, 20) if id_ in self.tools else ""
            yield id_, "en", "", self._text(12, 6), description, True, False

    def _entry_tags(self) -> Iterator[tuple]:
        for id_ in (*self.tools, *self.cases):
            for tag in self.tags.some(10, 2):
                yield id_, tag

    def _links(self) -> Iterator[tuple]:
        rest = ("", "", "")
        for tool in self.tools:
            for maker in self.made_by.some(2):
                yield tool, "tool", "developed_by", maker, "organization", *rest
        for case in self.cases:
            yield case, "use_case", "run_by", self.made_by.one(), "organization", *rest
            for tool in self.used.some(2, 1):
                yield case, "use_case", "uses", tool, "tool", *rest

    def _few(self, items: Sequence[str], most: int) -> list[str]:
        return Zipf(self.random, items, flat=1).some(most)

    def _text(self, most: int, least: int = 1) -> str:
        return " ".join(self.words.some(most, least))


def plain_words(random: Random) -> list[str]:
    """Invented words that every language's stemmer leaves as they are."""
    syllables = [a + b for a in "bcdfghjklmnprstvwz" for b in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < WORDS:
        tried = ["".join(random.choices(syllables, k=3)) + "qx" for _ in range(WORDS)]
        with connection.cursor() as cursor:
            cursor.execute(PLAIN, [sorted(set(tried)), CONFIGS])
            found |= dict.fromkeys(word for (word,) in cursor.fetchall())
    words = sorted(found)[:WORDS]
    random.shuffle(words)
    return words


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Many rows are written sooner before their indexes than after."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE tablename = 'catalogue_searchrow' AND indexname LIKE 'search_row_%'"
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)


def copy(table: str, columns: str, rows: Iterable[tuple]) -> None:
    statement = f"COPY {table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)

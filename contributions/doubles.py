"""Entries that have the very name or address of another one.

Asked by every write while it holds the writers' place: the questions are kept compiled.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Value

from catalogue import kinds
from catalogue.addresses import address_key
from catalogue.models import Entry, EntryStatus, Tool
from catalogue.search.prepared import Asked, Prepared, ask
from catalogue.vocabularies import KindName
from contributions import alike

LONGEST_ADDRESS = 500
SEEN = (EntryStatus.PUBLISHED, EntryStatus.HELD)
FIRST, SECOND, KIND = Asked("first"), Asked("second"), Asked("kind")

NAMED = """
SELECT entry.id, entry.name, ARRAY(
    SELECT name FROM catalogue_entrytext WHERE entry_id = entry.id AND name <> ''
)
FROM catalogue_searchrow row JOIN catalogue_entry entry ON entry.id = row.entry_id
WHERE row.kind = %(kind)s AND entry.status = ANY(%(seen)s)
"""
# The index of trigrams finds a name of some length wherever it stands, in one look; of
# a short one, it finds whole words.
LONG = 6
SAME_LETTERS = f"{NAMED} AND names LIKE %(anywhere)s"
SAME_WORDS = f"""{NAMED} AND (
    names = %(typed)s OR names LIKE %(first)s OR names LIKE %(last)s
    OR names LIKE %(between)s
)
"""


def exact(
    kind: str,
    name: str = "",
    website: str = "",
    repository: str = "",
    exclude: int | None = None,
) -> list[Any]:
    """The entries of a kind with the very same name or address, accents and case aside.

    What waits for a moderator is among them: a caller asks who may see it. Called by
    who holds the writers' place: what it finds stays so until the commit.
    """
    found = _by_name(kind, alike.plain(name))
    found |= {pk for pk, _column in by_address(kind, [website, repository])}
    found.discard(exclude or 0)
    if not found:
        return []
    entries = kinds.get(kind).model.objects.prefetch_related("texts")
    return list(entries.filter(pk__in=found).order_by("pk"))


def _by_name(kind: str, typed: str) -> set[int]:
    if not typed:
        return set()
    like = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked = {
        "kind": kind,
        "seen": [str(status) for status in SEEN],
        "typed": typed,
        "first": f"{like} %",
        "last": f"% {like}",
        "between": f"% {like} %",
        "anywhere": f"%{like}%",
    }
    question = SAME_LETTERS if len(typed) >= LONG else SAME_WORDS
    return {
        pk
        for pk, name, translated in ask(question, asked, 1)
        if typed in {alike.plain(each) for each in (name, *translated)}
    }


def by_address(kind: str, addresses: Iterable[str]) -> list[tuple[int, str]]:
    """In one query; a tool's website may be what another gives as its source code."""
    typed = [full for address in addresses if (full := _completed(address))]
    if not typed:
        return []
    first, second = (*typed, typed[0])[:2]
    asked = {"kind": kind, "first": first, "second": second}
    return sorted(_same_address(kind == KindName.TOOL).rows_about(**asked))


@cache
def _same_address(is_tool: bool) -> Prepared:
    keys = [address_key(Value(address)) for address in (FIRST, SECOND)]

    def places() -> Any:
        same = Entry.objects.filter(kind=KIND, status__in=SEEN).exclude(website_key="")
        found = same.filter(website_key__in=keys).values_list("pk", Value("website"))
        if not is_tool:
            return found
        tools = Tool.objects.filter(status__in=SEEN).exclude(repository_key="")
        tools = tools.filter(repository_key__in=keys)
        return found.union(tools.values_list("pk", Value("repository")))

    return Prepared(places)


def _completed(address: str) -> str:
    """The address with a scheme; empty for what no entry can have."""
    address = address.replace("\0", "").strip()[:LONGEST_ADDRESS]
    host = address.partition("://")[2] or address
    if not host.strip("/:.#"):
        return ""
    return address if "://" in address else f"https://{address.lstrip('/')}"

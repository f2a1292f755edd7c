"""Entries that have the very name or address of another one.

Asked by every write in its turn, while others wait: the questions are kept compiled.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Value

from catalogue import kinds
from catalogue.addresses import address_key
from catalogue.models import Entry, EntryStatus, Tool
from catalogue.search.prepared import Asked, Compiled, Prepared, Together
from catalogue.vocabularies import KindName
from contributions import alike

LONGEST_ADDRESS = 500
SEEN = (EntryStatus.PUBLISHED, EntryStatus.HELD)
KIND = Asked("kind")
WEBSITE, REPOSITORY = Asked("website"), Asked("repository")
SAME_NAME = Compiled(
    """
    SELECT entry.id
    FROM catalogue_searchrow row JOIN catalogue_entry entry ON entry.id = row.entry_id
    WHERE row.kind = %(kind)s AND row.known_as @> ARRAY[%(name)s::text]
        AND entry.status IN ('published', 'held')
    """
)


def exact(
    kind: str,
    name: str = "",
    website: str = "",
    repository: str = "",
    exclude: int | None = None,
) -> list[Any]:
    """The entries of a kind with the very same name or address, accents and case aside.

    What waits for a moderator is among them: a caller asks who may see it. For
    whoever writes in turn, what it finds stays so until the commit.
    """
    question = _same_name_or_address(kind == KindName.TOOL)
    asked = asked_of_addresses([website, repository])
    named, addressed = question.rows_about(kind=kind, name=alike.plain(name), **asked)
    found = {pk for pk, *_column in (*named, *addressed)}
    found.discard(exclude or 0)
    if not found:
        return []
    entries = kinds.get(kind).model.objects.prefetch_related("texts")
    return list(entries.filter(pk__in=found).order_by("pk"))


def by_address(kind: str, addresses: Iterable[str]) -> list[tuple[int, str]]:
    """In one query; a tool's website may be what another gives as its source code."""
    asked = asked_of_addresses(addresses)
    return sorted(_same_address(kind == KindName.TOOL).rows_about(kind=kind, **asked))


def asked_of_addresses(addresses: Iterable[str]) -> dict[str, str]:
    """The first two, as they are asked about; an empty one is no entry's."""
    website, repository = (*map(_completed, addresses), "", "")[:2]
    return {WEBSITE: website, REPOSITORY: repository}


@cache
def _same_name_or_address(is_tool: bool) -> Together:
    return Together(SAME_NAME, _same_address(is_tool))


@cache
def _same_address(is_tool: bool) -> Prepared:
    keys = [address_key(Value(address)) for address in (WEBSITE, REPOSITORY)]

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

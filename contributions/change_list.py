"""The history of the whole site: the newest changes, or those before a change.

Pages go by the number of the change they begin after, so that nothing is counted.
"""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue import filters
from catalogue.list_parts import Chip
from catalogue.vocabularies import KindName
from contributions.change_filters import LABELS, ChangeFilter
from contributions.differences import Trace, traces_of
from contributions.models import Change

PAGE_SIZE = 20


class ChangeList:
    """What the page of changes shows, and its feed."""

    def __init__(self, request: HttpRequest) -> None:
        self.person = request.user
        self.path = reverse("contributions:change_list")
        visible = Change.objects.visible_to(request.user)
        self.filter = ChangeFilter(request.GET, visible)
        self.is_canonical = filters.says_the_same(request.GET, self._query())

    @cached_property
    def _found(self) -> list[Change]:
        """The changes of the page, and one more if there are more."""
        changes: Any = self.filter.changes
        changes = changes.with_people().select_related("entry", "reverts")
        changes = changes.prefetch_related("entry__texts").order_by("-pk")
        return list(changes[: PAGE_SIZE + 1])

    @cached_property
    def traces(self) -> list[Trace]:
        return traces_of(self._found[:PAGE_SIZE], self.person)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in KindName.choices]

    @property
    def address(self) -> str:
        return self._address_of(self._query())

    @property
    def newest_address(self) -> str:
        """The first page, for who is on a later one."""
        is_later = "before" in self.filter.chosen
        return self._address_of(self._query("before")) if is_later else ""

    @property
    def older_address(self) -> str:
        if len(self._found) <= PAGE_SIZE:
            return ""
        query = self._query("before")
        query["before"] = str(self._found[PAGE_SIZE - 1].pk)
        return self._address_of(query)

    @property
    def feed_address(self) -> str:
        query = self._query("before").urlencode()
        address = reverse("contributions:change_feed")
        return f"{address}?{query}" if query else address

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form carries along: the filters that it has no field for."""
        return [
            (name, value)
            for name, value in self.filter.chosen.items()
            if name not in {"kind", "person", "tag", "before"}
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                _("%(question)s: %(answer)s")
                % {"question": label, "answer": self.filter.label_of(name)},
                self._address_of(self._query(name, "before")),
                name,
            )
            for name, label in LABELS.items()
            if name in self.filter.chosen
        ]

    def _query(self, *left_out: str) -> QueryDict:
        query = QueryDict(mutable=True)
        for name, value in self.filter.chosen.items():
            if name not in left_out:
                query[name] = value
        return query

    def _address_of(self, query: QueryDict) -> str:
        return f"{self.path}?{query.urlencode()}" if query else self.path

"""What entries are counted and filtered by, declared once per kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Choices, F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.functional import Promise

# Value ids of one facet share one range of integers, so that the statement tells the
# facets apart by comparing numbers.
RANGE = 10_000_000
NOT_FILLED_IN = ""


def as_it_is(value: str) -> str:
    return value


def label_of(choices: type[Choices]) -> Callable[[str], str]:
    """Names values by the labels of their choices."""
    labels = {str(value): label for value, label in choices.choices}
    return lambda value: str(labels.get(value, value))


@dataclass(frozen=True)
class Facet:
    """A question that a list can be narrowed by.

    `number` is permanent and unique over all kinds; `value` is a path or expression
    on the kind's model, `where` the condition on the same joins. `name_of` names a
    value to a reader, unless it is the slug of a "tag" or a "tool", as `named_by` then
    says. `choices` fixes the order of the values; without it the most frequent come
    first. The names of values of a facet that `is_searched` are found as words too.
    `all_label` invites to the page of all values.
    """

    number: int
    name: str
    label: str | Promise
    value: str | Combinable
    where: Q = field(default_factory=Q)
    name_of: Callable[[str], str] = as_it_is
    named_by: str = ""
    choices: tuple[str, ...] = ()
    may_be_empty: bool = True
    is_searched: bool = False
    all_label: str | Promise = ""

    def pairs(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of entry id, the facet's number and a value."""
        value = F(self.value) if isinstance(self.value, str) else self.value
        return (
            entries.filter(self.where)
            .order_by()
            .annotate(facet=Value(self.number), of=Cast(value, TextField()))
            .values_list("pk", "facet", "of")
        )


def pairs(facets: Iterable[Facet], entries: QuerySet[Any]) -> QuerySet[Any]:
    """The pairs of all facets of one kind as one statement, without doubles.

    Values may be empty or missing.
    """
    first, *others = [facet.pairs(entries) for facet in facets]
    return first.union(*others)

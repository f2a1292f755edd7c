"""Examples for the page that shows every component."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from catalogue import kinds
from catalogue.completeness import Completeness
from catalogue.models import Entry
from toolbox import home

TILE_SIZES = (32, 44, 56, 72, 144)


def examples() -> dict[str, object]:
    use_cases = home.told_use_cases()[:1]
    changes = home.recent_changes()[:1]
    home.load_texts(use_cases, changes)
    facts = kinds.get("tool").facts
    return {
        "rows": _rows(),
        "use_cases": use_cases,
        "changes": changes,
        "kinds": kinds.every(),
        "tile_sizes": TILE_SIZES,
        "page": Paginator(range(1431), 20).page(3),
        "completeness": Completeness(len(facts), [*facts[4:5], *facts[-1:]]),
        "chips": [
            {"label": _("Not filled in: %(field)s") % {"field": name}, "address": "?"}
            for name in (facts[0].label, facts[4].label)
        ],
    }


def _rows() -> list[Entry]:
    """The most used entry of each kind."""
    found = []
    for kind in kinds.every():
        entries = kind.model.objects.published().with_texts()
        ordered = entries.for_rows().order_by("-search_row__uses", "pk")
        found += ordered[:1]
    return found

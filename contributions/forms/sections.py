"""Link rows under the headings that a kind's form asks by."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.vocabularies import KindName
from contributions.forms.link_keys import LinkKey, keys_of
from contributions.forms.links import LinkForm

# The links that a kind's form asks for in the open, in its own words.
MAIN_LINKS: dict[str, dict[str, tuple[str | Promise, str | Promise]]] = {
    KindName.TOOL: {
        "links:developed_by:organization": (
            _("Made by"),
            _("Organizations that develop or publish it. Type to search."),
        ),
    },
    KindName.USE_CASE: {
        "links:run_by:organization": (
            _("Who used it?"),
            _("The organization that ran this. Type to search."),
        ),
        "links:uses:tool": (_("With which tools?"), _("Type to search.")),
    },
    KindName.ORGANIZATION: {},
}


@dataclass
class Section:
    """Link rows under one heading; without a key, each row chooses its own."""

    label: str | Promise
    hint: str | Promise
    rows: list[LinkForm]
    key: LinkKey | None = None

    @property
    def html_id(self) -> str:
        return self.key.name.replace(":", "-") if self.key else "more-links"

    @property
    def has_errors(self) -> bool:
        return any(row.errors for row in self.rows if row.is_bound)

    @property
    def is_filled(self) -> bool:
        return any(row["text"].value() for row in self.rows)


def sections_of(kind: str, forms: list[LinkForm]) -> list[Section]:
    """The rows under their headings, those without one of their own at the end.

    An empty row that was sent names the first role, as its list of choices does: it is
    not a second one to fill in under that role's heading.
    """
    keys, main = keys_of(kind), MAIN_LINKS[kind]
    rows: dict[str, list[LinkForm]] = {name: [] for name in (*main, "")}
    for row in forms:
        name = row["key"].value() or ""
        is_spare = row.is_bound and not row["text"].value() and rows.get(name)
        rows[name if name in main and not is_spare else ""].append(row)
    found = [
        Section(label, hint, rows[name], keys[name])
        for name, (label, hint) in main.items()
    ]
    more = _("Say how the two are linked, then type to search.")
    return [*found, Section(_("More links"), more, rows[""])]


def blank_rows(kind: str) -> list[dict[str, str]]:
    """One row to fill in under each heading."""
    return [{"key": name} for name in MAIN_LINKS[kind]] + [{"key": ""}]

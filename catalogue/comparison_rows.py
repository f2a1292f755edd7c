"""The rows of a comparison: facts and links, one cell for each tool."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue import completeness, kinds, vocabularies, wording
from catalogue.links import Groups, LinkGroup, Neighbour
from catalogue.models import Entry, Tool
from catalogue.models.link import INVERSE_LABELS, Role
from catalogue.templatetags import entries


@dataclass(frozen=True)
class Item:
    """One thing in a cell: a text, perhaps a link, in a language, with a note.

    A link elsewhere leaves the site; a count's link leads to what was counted.
    """

    text: str
    address: str = ""
    language: str = ""
    note: str = ""
    is_elsewhere: bool = False
    is_count: bool = False

    def __str__(self) -> str:
        """As a spreadsheet shows it: for a link elsewhere, the address itself."""
        text = self.address if self.is_elsewhere else self.text
        return f"{text} ({self.note})" if self.note else text


@dataclass(frozen=True)
class Column:
    """A tool with its links, and the comparison without it."""

    tool: Tool
    groups: Groups
    without: str

    @property
    def used_for(self) -> LinkGroup | None:
        return self.groups.get("linked:uses")

    @property
    def used_for_address(self) -> str:
        return f"{kinds.get('use_case').list_url}?uses={self.tool.slug}"

    @property
    def linked(self) -> list[Entry]:
        return [entry for group in self.groups.values() for entry in group.entries]


@dataclass(frozen=True)
class Cell:
    """What one tool has in a row; `more` leads to all of it where not all is shown."""

    tool: Tool
    items: tuple[Item, ...]
    more: Item | None = None

    @property
    def value(self) -> object:
        """Equal for cells that say the same, in whatever order."""
        return frozenset(item.text if item.is_count else item for item in self.items)

    def __str__(self) -> str:
        return " | ".join(str(item) for item in (*self.items, self.more) if item)


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return not any(cell.items for cell in self.cells)

    @property
    def differs(self) -> bool:
        """Whether the tools differ in it; cut lists count as different."""
        cells = self.cells
        return any(c.more for c in cells) or len({c.value for c in cells}) > 1


@dataclass(frozen=True)
class Fact:
    """A row to be: its name, and what a tool has in it. Empty optional ones go."""

    label: str | Promise
    cell: Callable[[Column], Cell]
    optional: bool = False

    def row(self, columns: list[Column]) -> Row:
        return Row(str(self.label), [self.cell(column) for column in columns])


def rows_of(columns: list[Column]) -> list[Row]:
    """The rows of the page, without those of rare links that no tool has."""
    rows = [(fact, fact.row(columns)) for fact in FACTS]
    return [row for fact, row in rows if not (fact.optional and row.is_empty)]


def use_cases_of(columns: list[Column]) -> Row:
    """The names of the use cases, which the page tells below its table."""
    return Fact(_("Used for"), _links("linked:uses")).row(columns)


def _texts(of: Callable[[Tool], list[str]]) -> Callable[[Column], Cell]:
    def cell(column: Column) -> Cell:
        texts = [Item(text) for text in of(column.tool) if text]
        return Cell(column.tool, tuple(texts))

    return cell


def _links(key: str) -> Callable[[Column], Cell]:
    def cell(column: Column) -> Cell:
        group = column.groups.get(key)
        if group is None:
            return Cell(column.tool, ())
        items = tuple(_linked(neighbour) for neighbour in group.neighbours)
        more = Item(_all_of(group), group.all_url) if group.all_url else None
        return Cell(column.tool, items, more)

    return cell


def _linked(neighbour: Neighbour) -> Item:
    notes = [entries.display_name(entry) for entry in neighbour.beside]
    notes.append(entries.period(neighbour) or entries.period(neighbour.entry))
    return _named(neighbour.entry, ", ".join(note for note in notes if note))


def _named(entry: Entry, note: str = "") -> Item:
    return Item(
        entries.display_name(entry),
        entry.get_absolute_url(),
        entries.name_language(entry),
        note,
    )


def _all_of(group: LinkGroup) -> str:
    return _("All %(n)s") % {"n": group.total}


def _summary(column: Column) -> Cell:
    text = column.tool.text
    items = [Item(text.summary, language=text.language)] if text else []
    return Cell(column.tool, tuple(item for item in items if item.text))


def _website(column: Column) -> Cell:
    return _elsewhere(column.tool, column.tool.website, entries.host)


def _repository(column: Column) -> Cell:
    return _elsewhere(column.tool, column.tool.repository, entries.short_address)


def _elsewhere(tool: Tool, address: str, short: Callable[[str], str]) -> Cell:
    item = Item(short(address) or address, address, is_elsewhere=True)
    return Cell(tool, (item,) if address else ())


def _open_source(tool: Tool) -> list[str]:
    words = {True: _("Yes"), False: _("No"), None: _("Unknown")}
    return [words[tool.is_open_source]]


def _languages(tool: Tool) -> list[str]:
    return sorted(map(vocabularies.language_name, tool.interface_languages))


def _tags(column: Column) -> Cell:
    tags = column.tool.tag_list
    return Cell(column.tool, tuple(Item(t.label, t.get_absolute_url()) for t in tags))


def _users(column: Column) -> Cell:
    n = column.tool.search_row.used_by
    words = ngettext("%(n)s organization", "%(n)s organizations", n) % {"n": n}
    address = kinds.get("organization").list_url if n else ""
    return _counted(column.tool, words, address)


def _use_cases(column: Column) -> Cell:
    n = column.used_for.total if column.used_for else 0
    words = ngettext("%(n)s use case", "%(n)s use cases", n) % {"n": n}
    return _counted(column.tool, words, kinds.get("use_case").list_url if n else "")


def _counted(tool: Tool, words: str, address: str) -> Cell:
    address = f"{address}?uses={tool.slug}" if address else ""
    return Cell(tool, (Item(words, address, is_count=True),))


def _filled_in(column: Column) -> Cell:
    facts = completeness.of(column.tool, column.groups.keys())
    numbers = {"filled": facts.filled, "total": facts.total}
    words = _("%(filled)s of %(total)s facts") % numbers
    return Cell(column.tool, (Item(words),))


def _changed(tool: Tool) -> list[str]:
    return [date_format(tool.updated_at, "DATE_FORMAT")]


FACTS = (
    Fact(gettext_lazy("In short"), _summary),
    Fact(gettext_lazy("Form"), _texts(lambda tool: [tool.get_form_display()])),
    Fact(
        gettext_lazy("Licence"),
        _texts(lambda tool: [wording.licence(tool.licence)]),
    ),
    Fact(gettext_lazy("Open source"), _texts(_open_source)),
    Fact(Role.DEVELOPED_BY.label, _links("links:developed_by")),
    Fact(Role.PROVIDED_BY.label, _links("links:provided_by"), optional=True),
    Fact(Role.FUNDED_BY.label, _links("links:funded_by"), optional=True),
    Fact(
        gettext_lazy("Written in"),
        _texts(lambda tool: tool.programming_languages),
    ),
    Fact(gettext_lazy("Platforms"), _texts(lambda tool: tool.platform_names)),
    Fact(gettext_lazy("Languages"), _texts(_languages)),
    Fact(gettext_lazy("State"), _texts(lambda tool: [tool.get_state_display()])),
    Fact(gettext_lazy("Website"), _website),
    Fact(gettext_lazy("Source code"), _repository),
    Fact(gettext_lazy("Tags"), _tags),
    Fact(gettext_lazy("Use cases"), _use_cases),
    Fact(gettext_lazy("Known users"), _users),
    Fact(Role.ALTERNATIVE_TO.label, _links("links:alternative_to"), optional=True),
    Fact(Role.WORKS_WITH.label, _links("links:works_with"), optional=True),
    Fact(Role.BUILT_ON.label, _links("links:built_on"), optional=True),
    Fact(INVERSE_LABELS[Role.BUILT_ON], _links("linked:built_on"), optional=True),
    Fact(Role.REPLACES.label, _links("links:replaces"), optional=True),
    Fact(INVERSE_LABELS[Role.REPLACES], _links("linked:replaces"), optional=True),
    Fact(gettext_lazy("Filled in"), _filled_in),
    Fact(gettext_lazy("Last changed"), _texts(_changed)),
)

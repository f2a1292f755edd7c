"""What the home page shows, each part in as few queries as it can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue import completeness, kinds, tag_pages, vocabularies
from catalogue.models import (
    Collection,
    Entry,
    EntryText,
    Link,
    Role,
    SearchRow,
    Tag,
    TagKind,
)
from catalogue.tag_pages import DrillDown
from catalogue.templatetags.entries import linked, repeats_a_name
from catalogue.tiles import Piece, shape, square
from catalogue.vocabularies import KindName
from contributions.models import Change
from usecases.models import UseCase

MOSAIC_SLOTS = (
    *("m1 r1", "m2 r2", "m4 r2", "m3 r2", "m8", "m5", "m7", "m6"),
    *("m4", "m2", "m1", "m8", "m3", "m6", "m7", "m4"),
)
FILLERS_AFTER = {
    3: ("g3a", "organization", "g1a", "n2"),
    5: ("use_case", "n2", "g4a", "n1"),
    8: ("g6a", "n1", "g3a", "n2"),
    14: ("g4a", "g2a", "n1", "n2"),
}
FILLER_CELLS = ((0, 0), (20, 0), (0, 20), (20, 20))
MOST_USED = 40
LINKS = Link.objects.select_related("subject__usecase", "object__search_row").defer(
    "object__search_row__document"
)
SENTENCES = 3
RECENT = 4
LATEST = 4


@dataclass(frozen=True)
class Slot:
    """A place of the mosaic: a tag with its size and colour, and what fills up.

    `address` is that of the page narrowed by the tag.
    """

    tag: Tag
    address: str
    css: str
    filler: list[Piece]


def mosaic(drill: DrillDown) -> list[Slot]:
    """The most used topics, larger and earlier the more entries they have.

    With tags chosen: the topics of the entries that carry all of them.
    """
    if drill.tags:
        tags = tag_pages.beside(drill.tags)
    else:
        tags = Tag.objects.shown().with_entry_count().order_by("-entries", "name")
    topics = tags.filter(kind=TagKind.TOPIC, entries__gt=0)[: len(MOSAIC_SLOTS)]
    return [
        Slot(step.tag, step.address, css, _filler(FILLERS_AFTER.get(place, ())))
        for place, (step, css) in enumerate(
            zip(drill.steps(topics), MOSAIC_SLOTS, strict=False), start=1
        )
    ]


def _filler(names: Iterable[str]) -> list[Piece]:
    return [
        shape(name, 18, x, y)
        if name in KindName.values
        else Piece(name, square(x, y, 18))
        for name, (x, y) in zip(names, FILLER_CELLS, strict=False)
    ]


def told_use_cases() -> list[UseCase]:
    """Use cases that read well as sentences, of much used tools, one of each tool."""
    told: dict[int, UseCase] = {}
    for case in sorted(_with_links(_telling_links()), key=_least_telling):
        told.setdefault(linked(case, Role.USES)[0].pk, case)
    return [*told.values()][:SENTENCES]


def _with_links(telling: QuerySet[Link]) -> list[UseCase]:
    """The use cases of these links, with all their links, in one query."""
    found: dict[int, UseCase] = {}
    links: dict[int, list[Link]] = {}
    for link in LINKS.filter(subject__in=telling.values("subject")).order_by("pk"):
        case = found.setdefault(link.subject_id, link.subject.usecase)
        links.setdefault(case.pk, []).append(link)
    for pk, case in found.items():
        # As prefetch_related does, which would ask a second time.
        case._prefetched_objects_cache = {"links_from": links[pk]}  # type: ignore[attr-defined]
    return [*found.values()]


def _telling_links() -> QuerySet[Link]:
    """For each of the most used tools the link from the use case that says most.

    It names an organization, is not called after the tool, and tells the outcome.
    """
    of_case = {"entry": OuterRef("subject")}
    tools = SearchRow.objects.filter(kind=KindName.TOOL, uses__gt=0).order_by("-uses")
    runners = Link.objects.published().filter(
        subject=OuterRef("subject"), role=Role.RUN_BY
    )
    return (
        Link.objects.published()
        .filter(
            Exists(runners),
            Exists(EntryText.objects.filter(**of_case).exclude(summary="")),
            role=Role.USES,
            object__in=tools.values("entry")[:MOST_USED],
        )
        .alias(
            repeats=Q(subject__name__icontains=F("object__name")),
            has_outcome=~Q(subject__usecase__outcome=""),
        )
        .order_by("object", "repeats", "-has_outcome", "pk")
        .distinct("object")
    )


def _least_telling(case: UseCase) -> tuple:
    tools = linked(case, Role.USES)
    most_used = max(tool.search_row.uses for tool in tools)
    return repeats_a_name(case, tools), not case.outcome, -most_used, case.pk


def recent_changes() -> list[Change]:
    """The last change of the entries changed last; of one batch, the most used ones."""
    newest = Change.objects.filter(
        entry__status="published", version=F("entry__version")
    )
    newest = newest.order_by("-created_at", "-entry__search_row__uses", "-pk")
    return list(newest.select_related("entry")[:RECENT])


def load_texts(cases: Sequence[UseCase], changes: Sequence[Change]) -> None:
    """Loads the texts of all entries that the page names, in one query."""
    linked = [link.object for case in cases for link in case.links_from.all()]
    changed = [change.entry for change in changes]
    prefetch_related_objects([*linked, *changed, *cases], "texts")


def latest_collections() -> list[Collection]:
    """Public collections that hold something to read, those changed last first."""
    public = Collection.objects.public().not_empty().with_count()
    return list(public.newest_first()[:LATEST])


@dataclass(frozen=True)
class Gap:
    """Something many entries lack; the address of their list, where there is one."""

    label: str | Promise
    count: int
    address: str


GAPS = (
    ("tool", "licence", _("Tools without a licence")),
    ("tool", "use_case", _("Tools with no known use case")),
    ("use_case", "outcome", _("Use cases without an outcome")),
)


def gaps() -> list[Gap]:
    """The gaps that are easiest to fill, counted in one query."""
    language = language_to_translate_into()
    questions = [_lacking(kind, gap) for kind, gap, _label in GAPS]
    questions.append(_counted("texts", _not_in(language)))
    first, *others = questions
    counts = dict(first.union(*others, all=True))
    found = [
        Gap(label, counts.get(f"{kind} {gap}", 0), _gap_address(kind, gap))
        for kind, gap, label in GAPS
    ]
    label = _("Summaries not yet in %(language)s") % {
        "language": vocabularies.language_name(language)
    }
    return [
        gap for gap in [*found, Gap(label, counts.get("texts", 0), "")] if gap.count
    ]


def _lacking(kind_name: str, gap: str) -> QuerySet:
    kind = kinds.get(kind_name)
    fact = next(fact for fact in kind.facts if fact.gap_name == gap)
    entries = kind.model.objects.published()
    lacks = completeness.lacks(kind_name, fact)
    return _counted(f"{kind_name} {gap}", entries.filter(lacks))


def _not_in(language: str) -> QuerySet:
    texts = EntryText.objects.filter(entry=OuterRef("pk")).exclude(summary="")
    return Entry.objects.published().filter(
        Exists(texts), ~Exists(texts.filter(language=language))
    )


def _counted(name: str, entries: QuerySet) -> QuerySet:
    return (
        entries.order_by()
        .annotate(gap=Value(name))
        .values_list("gap")
        .annotate(Count("pk"))
    )


def _gap_address(kind: str, gap: str) -> str:
    return f"{reverse(kinds.get(kind).list_view)}?missing={gap}"


def language_to_translate_into() -> str:
    """The reader's language; for readers of the source language, the next one."""
    here = get_language() or settings.LANGUAGE_CODE
    if here != settings.LANGUAGE_CODE:
        return here
    return settings.FINISHED_LANGUAGES[-1]

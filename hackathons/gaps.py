"""What is missing from the entries that a hackathon is about."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue import filling_in, kinds
from catalogue.models import Entry, EntryStatus, EntryTag, EntryText, Link, Role
from catalogue.vocabularies import PROPRIETARY, KindName
from contributions.models import Duplicate, Report, ReportReason
from hackathons import dead_addresses
from hackathons.models import Claim, Hackathon


@dataclass(frozen=True)
class Gap:
    """Something that entries lack: `lacking` finds them, `fact` names what to fill in.

    A gap without a fact has a form of its own.
    """

    name: str
    label: str | Promise
    lacking: Q
    fact: str = ""

    def address(self, entry: Entry) -> str:
        """The form that fills the gap, opened at the right field."""
        if self.name == ADDRESS and not _is_dead(entry):
            return filling_in.address(entry, "repository")
        if self.fact:
            return filling_in.address(entry, self.fact)
        path = kinds.get(entry.kind).path
        if self.name == DUPLICATE:
            return reverse("contributions:entry_report", args=[path, entry.slug])
        form = reverse("contributions:entry_edit", args=[path, entry.slug])
        outdated = entry.texts.filter(outdated=True).order_by("language").first()
        return f"{form}?language={outdated.language}" if outdated else form


def _is_dead(entry: Entry) -> bool:
    """Whether its website looks dead; else its repository does."""
    return Entry.objects.filter(dead_addresses.IN_WEBSITE, pk=entry.pk).exists()


@dataclass(frozen=True)
class Left:
    """How many entries have a gap."""

    gap: Gap
    number: int


def of(kind: KindName, **missing: Any) -> Q:
    return Q(kind=kind, **missing)


def texts(**values: Any) -> Exists:
    return Exists(EntryText.objects.filter(entry=OuterRef("pk"), **values))


DUPLICATE, ADDRESS = "duplicate", "address"
_used = Exists(Link.objects.published().filter(object=OuterRef("pk"), role=Role.USES))
_two_things = Duplicate.objects.exclude(dismissed_at=None).filter(
    Q(left=OuterRef("pk"), right=OuterRef(OuterRef("pk")))
    | Q(left=OuterRef(OuterRef("pk")), right=OuterRef("pk"))
)
# Likely pairs are computed now and then; who has the same website is known at once.
_twin = Exists(
    Entry.objects.filter(
        ~Q(website_key=""),  # said again, for the index of those that have one
        kind=OuterRef("kind"),
        website_key=OuterRef("website_key"),
        status=EntryStatus.PUBLISHED,
    )
    .exclude(pk=OuterRef("pk"))
    .exclude(Exists(_two_things))
)
_pairs = Duplicate.objects.filter(
    dismissed_at=None,
    left__status=EntryStatus.PUBLISHED,
    right__status=EntryStatus.PUBLISHED,
)
# As lists of ids: they are found once, and not for each entry again.
_is_in_pair = Q(pk__in=_pairs.values("left")) | Q(pk__in=_pairs.values("right"))
_reported = Exists(
    Report.objects.filter(
        entry=OuterRef("pk"), reason=ReportReason.DUPLICATE, handled_at=None
    )
)
GAPS = {
    gap.name: gap
    for gap in [
        Gap(
            "licence",
            _("Tools without a licence"),
            of(KindName.TOOL, tool__licence=""),
            "licence",
        ),
        Gap(
            "repository",
            _("Tools without source code"),
            of(KindName.TOOL, tool__repository="") & ~Q(tool__licence=PROPRIETARY),
            "repository",
        ),
        Gap(
            "use-case",
            _("Tools without a use case"),
            of(KindName.TOOL) & ~Q(_used),
            filling_in.USED,
        ),
        Gap(
            "use-case-country",
            _("Use cases without a country"),
            of(KindName.USE_CASE, usecase__country=""),
            "country",
        ),
        Gap(
            "organization-country",
            _("Organizations without a country"),
            of(KindName.ORGANIZATION, organization__country=""),
            "country",
        ),
        Gap(
            "summary",
            _("Entries without a summary"),
            ~Q(texts(summary__gt="")),
            "summary",
        ),
        Gap("translation", _("Translations to renew"), Q(texts(outdated=True))),
        Gap(
            DUPLICATE,
            _("Entries that may be here twice"),
            (~Q(website_key="") & Q(_twin) | _is_in_pair) & ~Q(_reported),
        ),
        Gap(
            ADDRESS,
            _("Addresses that look dead"),
            dead_addresses.IN_WEBSITE | dead_addresses.IN_REPOSITORY,
            "website",
        ),
    ]
}
# Reports, and judgements on pairs, raise no version: they are seen after these seconds.
KEPT_FOR = 60
WORK_ITEMS = "work-items"
WORK_ITEMS_LABEL = pgettext_lazy("tasks", "Names and addresses to look up")


def entries_of(hackathon: Hackathon) -> QuerySet[Entry]:
    """The published entries that carry one of its tags; all when it has none."""
    published = Entry.objects.published()
    about = hackathon.tags.values("pk")
    tagged = EntryTag.objects.filter(tag__in=about).values("content_object")
    return published.filter(Q(pk__in=tagged) | ~Exists(about))


def left(hackathon: Hackathon, version: int) -> list[Left]:
    """The gaps that are open, the widest first."""
    return [one for one in counted(hackathon, version) if one.number]


def counted(hackathon: Hackathon, version: int) -> list[Left]:
    """Every gap, the widest first, as of this version of the catalogue.

    Kept in the memory of each process until the next write: three hundred people open
    the page of their hackathon again and again.
    """
    key = f"gaps-{hackathon.pk}"
    seen, numbers = caches["pages"].get(key, (None, {}))
    if seen != version:
        numbers = count(hackathon)
        caches["pages"].set(key, (version, numbers), KEPT_FOR)
    found = [Left(gap, numbers[name]) for name, gap in GAPS.items()]
    return sorted(found, key=lambda one: -one.number)


def count(hackathon: Hackathon) -> dict[str, int]:
    """How many entries have each gap now; in one statement."""
    numbers = entries_of(hackathon).aggregate(
        **{
            f"n{n}": Count("pk", filter=gap.lacking)
            for n, gap in enumerate(GAPS.values())
        }
    )
    return {name: numbers[f"n{n}"] for n, name in enumerate(GAPS)}


@dataclass(frozen=True)
class Worklist:
    """A gap as people see it: how many tasks are left, and how many were done."""

    name: str
    label: str | Promise
    left: int
    done: int


def worklists(hackathon: Hackathon, version: int) -> list[Worklist]:
    """Those with something to do or something done, the organizers' own first."""
    done = Claim.objects.filter(hackathon=hackathon, done_at__isnull=False)
    by_gap = dict(done.values_list("gap").annotate(n=Count("pk")))
    items = hackathon.work_items.filter(entry=None).count()
    lists = [Worklist(WORK_ITEMS, WORK_ITEMS_LABEL, items, by_gap.get(WORK_ITEMS, 0))]
    for one in counted(hackathon, version):
        name = one.gap.name
        lists.append(Worklist(name, one.gap.label, one.number, by_gap.get(name, 0)))
    return [worklist for worklist in lists if worklist.left or worklist.done]

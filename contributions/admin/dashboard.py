"""What needs a moderator now, in numbers that each lead to what they count."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Person
from catalogue.models import Entry, EntryStatus, Tag
from contributions.admin.queue import ENTRY, LATE, REPORT, SUGGESTION
from contributions.differences import Trace, traces_of
from contributions.models import Change, Duplicate, Occasion, Report, Suggestion

RECENT = 8


@dataclass(frozen=True)
class Tile:
    """A number and where its things are; one that is late is marked."""

    label: str | Promise
    count: int
    address: str
    is_late: bool = False


def tiles() -> list[Tile]:
    return [tile for part in TILES for tile in part()]


def waiting() -> list[Tile]:
    """The numbers of the review queue alone."""
    return [*_suggestions(), *_reports(), *_held()]


def recent_traces(person: Person) -> list[Trace]:
    changes = Change.objects.with_people().select_related("entry").newest_first()
    return traces_of(changes.prefetch_related("entry__texts")[:RECENT], person)


def _suggestions() -> Iterator[Tile]:
    late = Q(created_at__lte=timezone.now() - LATE)
    waiting = Suggestion.objects.waiting()
    counts = waiting.aggregate(all=Count("pk"), late=Count("pk", late))
    address = f"{reverse('moderation:queue')}?what={SUGGESTION}"
    yield Tile(_("Waiting suggestions"), counts["all"], address)
    yield Tile(
        _("Suggestions over 48 hours"),
        counts["late"],
        f"{address}&age=late",
        is_late=counts["late"] > 0,
    )


def _reports() -> Iterator[Tile]:
    count = Report.objects.filter(handled_at=None).count()
    yield Tile(_("Open reports"), count, f"{reverse('moderation:queue')}?what={REPORT}")


def _held() -> Iterator[Tile]:
    count = Entry.objects.filter(status=EntryStatus.HELD).count()
    yield Tile(_("Held entries"), count, f"{reverse('moderation:queue')}?what={ENTRY}")


def _new_tags() -> Iterator[Tile]:
    count = Tag.objects.filter(is_new=True).count()
    address = reverse("admin:catalogue_tag_changelist")
    yield Tile(_("New tags"), count, f"{address}?is_new__exact=1")


def _duplicates() -> Iterator[Tile]:
    count = Duplicate.objects.open().count()
    address = reverse("admin:contributions_duplicate_changelist")
    yield Tile(_("Likely duplicates"), count, address)


def _changes() -> Iterator[Tile]:
    now = timezone.now().replace(second=0, microsecond=0)
    since = now - timedelta(hours=24)
    count = Change.objects.filter(created_at__gte=since).count()
    query = urlencode({"since": since.isoformat()})
    address = f"{reverse('contributions:change_list')}?{query}"
    yield Tile(_("Changes in the last 24 hours"), count, address)


def _hackathons() -> Iterator[Tile]:
    """How much was done in each hackathon that is going on."""
    going_on = Occasion.objects.open().annotate(count=Count("changes"))
    for occasion in going_on.order_by("closes_at", "pk"):
        address = f"{reverse('contributions:change_list')}?hackathon={occasion.pk}"
        label = _("Changes in “%(name)s”, open now") % {"name": occasion.name}
        yield Tile(label, occasion.count, address)


# One part asks the database once. New parts go to the end.
TILES: list[Callable[[], Iterator[Tile]]] = [
    _suggestions,
    _reports,
    _held,
    _new_tags,
    _duplicates,
    _changes,
    _hackathons,
]

"""What a reader can ask of the history of the whole site.

A filter more is one line here and one in `LABELS`: addresses, chips, feed and paging
follow.
"""

from datetime import UTC
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import formats
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField

from accounts.access import has_public_page
from accounts.models import User
from catalogue.filters import WordsFilter, carriers
from catalogue.models import Tag
from catalogue.vocabularies import KindName
from contributions.models import Batch, Occasion
from contributions.models.change import ChangeQuerySet
from contributions.shapes import LARGEST_ID

LABELS: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "person": _("Person"),
    "tag": _("Tag"),
    "batch": _("Batch"),
    "hackathon": _("Hackathon"),
    "since": _("Since"),
}


class MomentField(IsoDateTimeField):
    def to_python(self, value: Any) -> Any:
        """Moments that no calendar of ours reaches are none."""
        try:
            found = super().to_python(value)
            return found and found.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"]) from error


class MomentFilter(django_filters.IsoDateTimeFilter):
    field_class = MomentField


class ChangeFilter(django_filters.FilterSet):
    """The parameters of the list of changes.

    Persons and tags are found by what they are called, and stand in the address by
    account and by slug. `before` is the change after which the page begins.
    """

    kind = django_filters.ChoiceFilter(
        field_name="entry__kind", choices=KindName.choices
    )
    person = WordsFilter(method="by_person")
    tag = WordsFilter(method="with_tag")
    batch = django_filters.NumberFilter(min_value=1, max_value=LARGEST_ID)
    hackathon = django_filters.NumberFilter(
        method="made_at", min_value=1, max_value=LARGEST_ID
    )
    since = MomentFilter(field_name="created_at", lookup_expr="gte")
    before = django_filters.NumberFilter(
        field_name="pk", lookup_expr="lt", min_value=1, max_value=LARGEST_ID
    )

    def __init__(self, data: QueryDict, queryset: ChangeQuerySet) -> None:
        super().__init__(data, queryset)
        self.form.is_valid()

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The parameters that were understood, as addresses name them."""
        cleaned = {
            name: value for name, value in self.form.cleaned_data.items() if value
        }
        for name in {"batch", "hackathon", "before"} & cleaned.keys():
            cleaned[name] = int(cleaned[name])
        if "since" in cleaned:
            cleaned["since"] = cleaned["since"].isoformat()
        chosen = {name: str(value) for name, value in cleaned.items()}
        if self.asked_person:
            chosen["person"] = self.asked_person.username
        if self.asked_tag:
            chosen["tag"] = self.asked_tag.slug
        return chosen

    @cached_property
    def changes(self) -> QuerySet[Any]:
        changes = self.queryset
        for name, value in self.chosen.items():
            changes = self.filters[name].filter(changes, value)
        return changes

    def by_person(self, changes: ChangeQuerySet, _name: str, _value: str) -> QuerySet:
        return (
            changes.made_by(self.asked_person) if self.asked_person else changes.none()
        )

    def made_at(self, changes: ChangeQuerySet, _name: str, value: str) -> QuerySet:
        return changes.made_at(int(value))

    def with_tag(self, changes: QuerySet, _name: str, value: str) -> QuerySet:
        return changes.filter(entry__in=carriers(value))

    @cached_property
    def asked_person(self) -> User | None:
        """The person with this account or else this name, if they are public."""
        wanted = self.form.cleaned_data.get("person")
        if not wanted:
            return None
        called = Q(username=wanted) | Q(display_name__iexact=wanted)
        found = sorted(
            filter(has_public_page, User.objects.filter(called).order_by("pk")[:20]),
            key=lambda person: person.username != wanted,
        )
        return found[0] if found else None

    @cached_property
    def asked_tag(self) -> Tag | None:
        """The tag with this slug, or else with this name in English or here."""
        wanted = self.form.cleaned_data.get("tag")
        if not wanted:
            return None
        here = {f"labels__{get_language()}__iexact": wanted}
        called = Q(slug=wanted) | Q(name__iexact=wanted) | Q(**here)
        found = sorted(
            Tag.objects.filter(called).order_by("pk")[:20],
            key=lambda tag: tag.slug != wanted,
        )
        return found[0] if found else None

    def label_of(self, name: str) -> str:
        """What a filter that is on asks for, in words."""
        value = self.chosen[name]
        if name == "kind":
            return str(KindName(value).label)
        if name == "batch":
            return str(Batch.objects.filter(pk=value).first() or value)
        if name == "hackathon":
            return str(Occasion.objects.filter(pk=value).first() or value)
        if name == "since":
            moment = self.form.cleaned_data["since"]
            return f"{formats.date_format(moment, 'DATETIME_FORMAT')} UTC"
        found = self.asked_person if name == "person" else self.asked_tag
        return str(found or value)

"""The history of one entry, in numbered pages of versions, newest first."""

import datetime
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue import filters, kinds
from catalogue.kinds import Kind
from catalogue.models import Entry
from contributions import history
from contributions.differences import Trace, traces_of

PAGE_SIZE = 20
FEED_SIZE = 20


class HistoryFilter(django_filters.FilterSet):
    page = django_filters.NumberFilter(min_value=2, max_value=filters.MOST_PAGES)


class DayForm(forms.Form):
    """“As of” a date: leads to the version that stood then."""

    date = forms.DateField(
        label=_("How was it on"),
        widget=forms.DateInput({"type": "date", "class": "input"}, "%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Choose a date."),
            "invalid": _("Write a date like 2016-12-31."),
        },
    )

    def __init__(self, data: QueryDict | None, entry: Entry) -> None:
        super().__init__(data)
        self.entry = entry

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if not history.version_on(self.entry, day):
            raise forms.ValidationError(_("The entry was not here yet."))
        return day


class EntryHistory:
    """What the page of an entry's history shows.

    Versions have no gap, so that the entry's own version is the number of changes.
    """

    def __init__(self, request: HttpRequest, entry: Entry) -> None:
        self.entry = entry
        self.person = request.user
        self.filter = HistoryFilter(request.GET, entry.changes.none())
        self.filter.form.is_valid()
        self.number = int(self.filter.form.cleaned_data.get("page") or 1)
        self.is_canonical = filters.says_the_same(request.GET, self.query)

    @property
    def kind(self) -> Kind:
        return kinds.get(self.entry.kind)

    @property
    def query(self) -> QueryDict:
        query = QueryDict(mutable=True)
        if self.number > 1:
            query["page"] = str(self.number)
        return query

    @property
    def first_address(self) -> str:
        names = (self.kind.path, self.entry.slug)
        return reverse("contributions:entry_history", args=names)

    @property
    def address(self) -> str:
        query = self.query.urlencode()
        return f"{self.first_address}?{query}" if query else self.first_address

    @property
    def is_beyond_the_end(self) -> bool:
        return (self.number - 1) * PAGE_SIZE >= self.entry.version

    @cached_property
    def page(self) -> Page[Trace]:
        newest = self.entry.version - (self.number - 1) * PAGE_SIZE
        traces = self.traces(newest, PAGE_SIZE)
        paginator: Any = Paginator(traces, PAGE_SIZE)
        paginator.count = self.entry.version
        return Page(traces, self.number, paginator)

    def traces(self, newest: int, most: int) -> list[Trace]:
        changes = self.entry.changes.with_people().select_related("reverts")
        shown = changes.filter(version__lte=newest, version__gt=newest - most)
        return traces_of(shown.order_by("-version"), self.person)

    @property
    def latest(self) -> list[Trace]:
        return self.traces(self.entry.version, FEED_SIZE)

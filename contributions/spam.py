"""What keeps machines and floods away, without scripts and without third parties.

A form that anybody may send carries a `GuardForm`; each sending is counted by
`check_rate`. What the limits are stands in the settings.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import Person, has_rate_limit, may_write
from accounts.models import User
from catalogue.search.prepared import ask
from contributions.models import Change, Message, Report, Suggestion

HOUR = timedelta(hours=1)
SIGNER = signing.TimestampSigner(salt="contributions.spam.opened")
OPENED = "form"
COUNTED = (Change, Suggestion, Report, Message)
SENT = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {model._meta.db_table}"
    " WHERE person_id = %(person)s AND created_at > %(since)s)"
    for model in COUNTED
)


class TooMany(Exception):
    """Over a limit; `seconds` from now there is room again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, ceil(seconds))
        minutes = ceil(self.seconds / 60)
        words = ngettext(
            "That was a lot in one hour. Wait %(n)s minute and send it again: "
            "what you typed is still here.",
            "That was a lot in one hour. Wait %(n)s minutes and send it again: "
            "what you typed is still here.",
            minutes,
        )
        super().__init__(words % {"n": minutes})

    def answer(self, page: HttpResponse) -> HttpResponse:
        """The page of the form, as the answer to one sending too many."""
        page.status_code = HTTPStatus.TOO_MANY_REQUESTS
        page["Retry-After"] = str(self.seconds)
        return page


class GuardForm(forms.Form):
    """A field that people leave empty and machines fill in, and a signed moment.

    Who is not signed in must have had the page open for a little while; nothing is
    refused silently, since password managers fill in fields too.
    """

    subject = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(
            {"class": "input", "autocomplete": "off", "tabindex": "-1"}
        ),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    @classmethod
    def of(cls, request: HttpRequest, is_sent: bool = True) -> Self:
        """As it was sent; or to be shown, with what was typed before."""
        if is_sent:
            return cls(request.POST, person=request.user)
        names = cls.base_fields.keys() & request.POST.keys()
        return cls(initial={n: request.POST[n] for n in names}, person=request.user)

    def clean_subject(self) -> str:
        if self.cleaned_data["subject"]:
            raise forms.ValidationError(
                _("Empty this field: it is there to stop machines.")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        opened = values.get("opened", "")
        if may_write(self.person):
            return values
        if not _was_opened_within(settings.LONGEST_TYPING, opened):
            raise forms.ValidationError(
                _("This page was open for too long. Look at it and send it again.")
            )
        if _was_opened_within(settings.SHORTEST_TYPING, opened):
            raise forms.ValidationError(
                _("That was very fast. Wait a few seconds and send it again.")
            )
        return values

    @property
    def moment(self) -> str:
        """When the page was opened, to be sent again for as long as it holds."""
        opened = self["opened"].value() or ""
        is_good = _was_opened_within(settings.LONGEST_TYPING, opened)
        return opened if is_good else SIGNER.sign(OPENED)


def _was_opened_within(age: timedelta, opened: str) -> bool:
    try:
        return SIGNER.unsign(opened, max_age=age) == OPENED
    except signing.BadSignature:
        return False


def check_rate(request: HttpRequest) -> None:
    """Count one sending; raises TooMany where that is one too many.

    People at a hackathon may all be behind one address; guests count like accounts.
    """
    person = request.user
    if not has_rate_limit(person):
        return
    if isinstance(person, User) and may_write(person):
        _check_account(person)
    else:
        _check_address(request)


def _check_account(person: User) -> None:
    """Counted from what the person left behind in the last hour."""
    most, since = settings.MOST_CHANGES_AN_HOUR, timezone.now() - HOUR
    if sum(ask(SENT, {"person": person.pk, "since": since}, 1)[0]) < most:
        return
    moments: list[datetime] = []
    for model in COUNTED:
        theirs: Any = model._default_manager.filter(person=person)
        recent = theirs.filter(created_at__gt=since).order_by("-created_at")
        moments += recent.values_list("created_at", flat=True)[:most]
    oldest = min(sorted(moments, reverse=True)[:most], default=timezone.now())
    raise TooMany((oldest - since).total_seconds())


def _check_address(request: HttpRequest) -> None:
    """Counted in the cache that all processes share, in hours of the clock."""
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    key = f"sent:{address_of(request)}:{hour:%Y%m%d%H}"
    cache.add(key, 0, timeout=HOUR.total_seconds())
    if cache.incr(key) > settings.MOST_SENT_BY_AN_ADDRESS_AN_HOUR:
        raise TooMany((hour + HOUR - now).total_seconds())


def address_of(request: HttpRequest) -> str:
    """Where a request came from, as the site's own proxy saw it.

    Of IPv6, the network: one household has as many addresses as it likes.
    """
    address = request.META.get("REMOTE_ADDR", "")
    passed_on = request.headers.get("X-Forwarded-For", "")
    if settings.TRUSTS_PROXY and passed_on:
        address = passed_on.rpartition(",")[2].strip()
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    return str(known if known.version == 4 else ip_network((address, 64), strict=False))

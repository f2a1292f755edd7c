"""What makes a contributor's change wait for a moderator instead of being published."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop as _

from accounts.access import is_trusted
from accounts.models import User
from contributions.actions import Why
from contributions.models import Change
from contributions.submissions import Submission

FIRST_CHANGES = _("It is among the first changes of this account.")
MANY_ADDRESSES = _("It brings many web addresses.")
SHORTENED = _("It brings a shortened web address, which hides where it leads.")
REVIEWED_FIRST = _("Its hackathon has changes reviewed first.")
ADVERTISING = _("It holds words that advertising uses.")

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"]+", re.IGNORECASE)
SHORTENERS = {
    *("adf.ly", "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "ow.ly"),
    *("rb.gy", "rebrand.ly", "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com"),
}
SPAM_WORDS = re.compile(
    r"\b(?:casinos?|viagra|cialis|payday loans?|sports? betting|essay writing service"
    r"|buy followers|backlinks|escorts?|hair transplant|weight loss pills?)\b",
    re.IGNORECASE,
)


def why_held(
    person: User, submission: Submission, why: Why, *, reviews_first: bool = False
) -> str:
    """Why a change waits for review, as a text to translate; or nothing."""
    if is_trusted(person):
        return ""
    if reviews_first:
        return REVIEWED_FIRST
    if _is_new(person):
        return FIRST_CHANGES
    before = "\n".join(_texts(submission.base()))
    brought = [submission.as_json(), why.comment, why.source]
    return _of_texts(before, "\n".join(_texts(brought)))


def _is_new(person: User) -> bool:
    first = settings.REVIEW_FIRST_EDITS
    if not first:
        return False
    return len(Change.objects.filter(person=person).values("pk")[:first]) < first


def _of_texts(before: str, after: str) -> str:
    """What was there before was seen by others already."""
    addresses = _found(ADDRESS, after) - _found(ADDRESS, before)
    if SHORTENERS & set(map(_host, addresses)):
        return SHORTENED
    if len(addresses) > settings.MOST_NEW_ADDRESSES:
        return MANY_ADDRESSES
    if _found(SPAM_WORDS, after) - _found(SPAM_WORDS, before):
        return ADVERTISING
    return ""


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    return {found.casefold() for found in pattern.findall(text)}


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _host(address: str) -> str:
    full = address if "://" in address else f"https://{address}"
    try:
        return (urlsplit(full).hostname or "").removeprefix("www.")
    except ValueError:
        return ""

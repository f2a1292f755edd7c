"""What people do in a hackathon."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalogue.models import Entry
from contributions import actions
from contributions.actions import Why
from contributions.models import Team
from hackathons.models import Hackathon
from tests.factories import text


def add(
    hackathon: Hackathon,
    name: str,
    kind: str = "tool",
    by: User | None = None,
    team: Team | None = None,
    at: datetime | None = None,
    **record: Any,
) -> Entry:
    moment = at or timezone.now()
    why = Why(by=by, occasion=hackathon.occasion, team=team, given_at=moment)
    return actions.create(kind, {"name": name, **record}, why)


def improve(
    hackathon: Hackathon, entry: Entry, by: User | None = None, **record: Any
) -> None:
    actions.edit(entry, record, Why(by=by, occasion=hackathon.occasion))


def summarized(summary: str) -> dict[str, Any]:
    return {"en": text(summary)}

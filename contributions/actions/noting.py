"""Acts of moderators that leave neither a Change nor an Act: a line in the admin's log.

The list of what moderators did reads it; see `contributions.audit`.
"""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model

from accounts.models import User


def leave_line(thing: Model, by: User, words: str) -> None:
    """Say in the log what was done to a thing, and why."""
    LogEntry.objects.log_actions(by.pk, [thing], CHANGE, words, single_object=True)

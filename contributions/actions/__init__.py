"""The only writer of entries, tags and everything that people leave around them."""

from contributions.actions.base import NewEntry, Why
from contributions.actions.collections import (
    collect,
    create_collection,
    delete_collection,
    edit_collection,
    move_by,
    move_to,
    set_note,
    take_out,
)
from contributions.actions.confirming import confirm
from contributions.actions.drafts import (
    AlreadySent,
    claim_draft,
    discard_draft,
    drop_draft_of_submit,
    save_draft,
    was_sent,
)
from contributions.actions.entries import create, create_many, edit
from contributions.actions.people import delete_account, edit_profile, keep_guest
from contributions.actions.reports import handle_reports, report
from contributions.actions.reverting import Overtaken, Reverted, restore, revert
from contributions.actions.status import set_status, set_status_of
from contributions.actions.submit import AlreadyHere, Clashing, Submitted, submit
from contributions.actions.suggestions import (
    AlreadyDecided,
    accept,
    claim_suggestions,
    decline,
    suggest,
)
from contributions.actions.tags import create_tags

__all__ = [
    "AlreadyDecided",
    "AlreadyHere",
    "AlreadySent",
    "Clashing",
    "NewEntry",
    "Overtaken",
    "Reverted",
    "Submitted",
    "Why",
    "accept",
    "claim_suggestions",
    "claim_draft",
    "collect",
    "confirm",
    "create",
    "create_collection",
    "create_many",
    "create_tags",
    "decline",
    "delete_account",
    "delete_collection",
    "discard_draft",
    "drop_draft_of_submit",
    "edit",
    "edit_collection",
    "edit_profile",
    "handle_reports",
    "keep_guest",
    "move_by",
    "move_to",
    "report",
    "restore",
    "revert",
    "save_draft",
    "set_note",
    "set_status",
    "set_status_of",
    "submit",
    "suggest",
    "take_out",
    "was_sent",
]

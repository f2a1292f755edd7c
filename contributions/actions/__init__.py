"""The only writer of entries, tags and everything that people leave around them."""

from contributions.actions.asking import answer_question, ask_sender
from contributions.actions.base import NewEntry, Why
from contributions.actions.collections import (
    arrange,
    collect,
    create_collection,
    delete_collection,
    edit_collection,
    move_by,
    take_from_public,
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
from contributions.actions.duplicates import dismiss, find_duplicates, reopen
from contributions.actions.entries import create, create_many, edit
from contributions.actions.many import edit_many
from contributions.actions.merges import Unmerged, merge, unmerge
from contributions.actions.people import delete_account, edit_profile, keep_guest
from contributions.actions.reports import (
    AlreadyHandled,
    handle_report,
    make_reported_private,
    report,
)
from contributions.actions.reverting import Overtaken, Reverted, restore, revert
from contributions.actions.standing import (
    block,
    distrust,
    give_role,
    note,
    trust,
    unblock,
)
from contributions.actions.status import (
    StatusMoved,
    check_reason_to_hide,
    decide_status,
    set_status,
    set_status_of,
)
from contributions.actions.submit import AlreadyHere, Clashing, Submitted, submit
from contributions.actions.suggestions import (
    AlreadyDecided,
    AnotherMessage,
    accept,
    claim_suggestions,
    decline,
    suggest,
)
from contributions.actions.tags import create_tags, edit_tag, last_act, merge_tags
from contributions.actions.undoing import undo

__all__ = [
    "last_act",
    "AlreadyDecided",
    "AlreadyHandled",
    "AlreadyHere",
    "AlreadySent",
    "AnotherMessage",
    "Clashing",
    "NewEntry",
    "Overtaken",
    "Reverted",
    "StatusMoved",
    "Submitted",
    "Unmerged",
    "Why",
    "accept",
    "answer_question",
    "arrange",
    "ask_sender",
    "check_reason_to_hide",
    "block",
    "claim_suggestions",
    "claim_draft",
    "collect",
    "confirm",
    "create",
    "create_collection",
    "create_many",
    "create_tags",
    "decide_status",
    "decline",
    "delete_account",
    "delete_collection",
    "discard_draft",
    "distrust",
    "dismiss",
    "drop_draft_of_submit",
    "edit",
    "edit_collection",
    "edit_many",
    "edit_profile",
    "edit_tag",
    "give_role",
    "find_duplicates",
    "handle_report",
    "keep_guest",
    "make_reported_private",
    "merge",
    "merge_tags",
    "move_by",
    "note",
    "reopen",
    "report",
    "restore",
    "revert",
    "save_draft",
    "set_status",
    "set_status_of",
    "submit",
    "suggest",
    "take_from_public",
    "take_out",
    "trust",
    "unblock",
    "undo",
    "unmerge",
    "was_sent",
]

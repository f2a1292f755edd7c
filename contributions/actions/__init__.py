"""The only writer of entries, tags and everything that people leave around them."""

from contributions.actions.base import NewEntry, Why
from contributions.actions.confirming import confirm
from contributions.actions.entries import create, create_many, edit
from contributions.actions.reverting import Overtaken, Reverted, restore, revert
from contributions.actions.status import set_status, set_status_of
from contributions.actions.submit import AlreadyHere, Clashing, Submitted, submit
from contributions.actions.tags import create_tags

__all__ = [
    "AlreadyHere",
    "Clashing",
    "Submitted",
    "NewEntry",
    "Overtaken",
    "Reverted",
    "Why",
    "confirm",
    "create",
    "create_many",
    "create_tags",
    "edit",
    "restore",
    "revert",
    "set_status",
    "set_status_of",
    "submit",
]

from contributions.admin.audit import ActAdmin
from contributions.admin.collections import CollectionAdmin
from contributions.admin.duplicates import DuplicateAdmin
from contributions.admin.entries import OrganizationAdmin, ToolAdmin, UseCaseAdmin
from contributions.admin.log import BatchAdmin, ChangeAdmin
from contributions.admin.merges import MergeAdmin
from contributions.admin.offering import EntryOffer
from contributions.admin.people import PersonAdmin
from contributions.admin.reports import ReportAdmin
from contributions.admin.suggestions import SuggestionAdmin
from contributions.admin.tags import TagAdmin

__all__ = [
    "ActAdmin",
    "BatchAdmin",
    "ChangeAdmin",
    "CollectionAdmin",
    "DuplicateAdmin",
    "EntryOffer",
    "MergeAdmin",
    "OrganizationAdmin",
    "PersonAdmin",
    "ReportAdmin",
    "SuggestionAdmin",
    "TagAdmin",
    "ToolAdmin",
    "UseCaseAdmin",
]

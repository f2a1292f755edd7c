from contributions.models.affiliation import Affiliation
from contributions.models.change import Batch, BatchKind, Change
from contributions.models.confirmation import Confirmation
from contributions.models.draft import Draft
from contributions.models.duplicate import Duplicate
from contributions.models.merge import Merge
from contributions.models.occasion import LateChange, Occasion, Team
from contributions.models.report import Report, ReportReason
from contributions.models.suggestion import (
    DeclineReason,
    Suggestion,
    SuggestionStatus,
)

__all__ = [
    "Affiliation",
    "Batch",
    "BatchKind",
    "Change",
    "Confirmation",
    "DeclineReason",
    "Draft",
    "Duplicate",
    "LateChange",
    "Merge",
    "Occasion",
    "Report",
    "ReportReason",
    "Suggestion",
    "SuggestionStatus",
    "Team",
]

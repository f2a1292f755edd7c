from contributions.models.act import Act, ActVerb
from contributions.models.affiliation import Affiliation
from contributions.models.change import Batch, BatchKind, Change
from contributions.models.confirmation import Confirmation
from contributions.models.draft import Draft
from contributions.models.duplicate import Duplicate, DuplicateReason
from contributions.models.merge import Merge
from contributions.models.message import Message, waits_for_answer
from contributions.models.occasion import LateChange, Occasion, Team
from contributions.models.report import Report, ReportReason
from contributions.models.suggestion import (
    DeclineReason,
    Suggestion,
    SuggestionStatus,
)
from contributions.models.tag_act import TagAct

__all__ = [
    "Act",
    "ActVerb",
    "Affiliation",
    "Batch",
    "BatchKind",
    "Change",
    "Confirmation",
    "DeclineReason",
    "Draft",
    "Duplicate",
    "DuplicateReason",
    "LateChange",
    "Merge",
    "Message",
    "Occasion",
    "Report",
    "ReportReason",
    "Suggestion",
    "SuggestionStatus",
    "TagAct",
    "Team",
    "waits_for_answer",
]

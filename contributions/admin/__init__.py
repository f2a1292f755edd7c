from contributions.admin.entries import OrganizationAdmin, ToolAdmin, UseCaseAdmin
from contributions.admin.log import BatchAdmin, ChangeAdmin
from contributions.admin.tags import TagAdmin

__all__ = [
    "BatchAdmin",
    "ChangeAdmin",
    "OrganizationAdmin",
    "TagAdmin",
    "ToolAdmin",
    "UseCaseAdmin",
]

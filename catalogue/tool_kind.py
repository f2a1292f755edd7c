from django.utils.translation import gettext_lazy as _

from catalogue.kinds import Fact, Kind
from catalogue.models import Tool
from catalogue.tool_facets import TOOL_FACETS

TOOL = Kind(
    name="tool",
    path="tools",
    model=Tool,
    label=_("Tool"),
    plural=_("Tools"),
    fields=(
        "form",
        "repository",
        "licence",
        "programming_languages",
        "platforms",
        "interface_languages",
        "state",
    ),
    facts=(
        Fact("summary", _("summary")),
        Fact("form", _("form")),
        Fact("website", _("website")),
        Fact("repository", _("source code")),
        Fact("licence", _("licence")),
        Fact("links:developed_by", _("maker"), gap="maker"),
        Fact("programming_languages", _("programming languages")),
        Fact("platforms", _("platforms")),
        Fact("interface_languages", _("interface languages")),
        Fact("state", _("state")),
        Fact("tags", _("tags")),
        Fact("linked:uses", _("use case"), gap="use_case"),
    ),
    facets=TOOL_FACETS,
    list_view="catalogue:tool_list",
    detail_view="catalogue:tool_detail",
)

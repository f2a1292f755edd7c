from typing import Any

from catalogue import json_ld
from catalogue.links import LinkGroup
from catalogue.pages import EntryPage


class UseCasePage(EntryPage):
    """A use case with the tools and the organizations it names."""

    @property
    def uses(self) -> LinkGroup | None:
        return self.groups.get("links:uses")

    @property
    def run_by(self) -> LinkGroup | None:
        return self.groups.get("links:run_by")

    @property
    def json_ld(self) -> dict[str, Any]:
        use_case: Any = self.entry
        return json_ld.describe(
            use_case,
            "CreativeWork",
            about=json_ld.named(self.uses, "SoftwareApplication"),
            creator=json_ld.named(self.run_by, "Organization"),
            temporalCoverage=use_case.since
            and f"{use_case.since}/{use_case.until or '..'}",
            countryOfOrigin=use_case.country,
        )

    @property
    def organizations(self) -> list[LinkGroup]:
        return self.some("links:run_by", "links:partner", "links:funded_by")

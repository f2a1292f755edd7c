from typing import Any

from catalogue import json_ld
from catalogue.links import LinkGroup
from catalogue.pages import EntryPage


class OrganizationPage(EntryPage):
    """An organization with what it makes, funds and does, and what it belongs to."""

    @property
    def makes(self) -> list[LinkGroup]:
        return self.some(
            *("linked:developed_by", "linked:provided_by"),
            *("linked:funded_by:tool", "linked:funded_by:use_case"),
        )

    @property
    def json_ld(self) -> dict[str, Any]:
        organization: Any = self.entry
        return json_ld.describe(
            organization,
            "Organization",
            address=organization.country
            and {"@type": "PostalAddress", "addressCountry": organization.country},
            parentOrganization=json_ld.named(self.part_of, "Organization"),
        )

    @property
    def runs(self) -> LinkGroup | None:
        return self.groups.get("linked:run_by")

    @property
    def takes_part_in(self) -> list[LinkGroup]:
        return self.some("linked:run_by", "linked:partner")

    @property
    def part_of(self) -> LinkGroup | None:
        return self.groups.get("links:part_of")

    @property
    def parts(self) -> list[LinkGroup]:
        return self.some("links:part_of", "linked:part_of")

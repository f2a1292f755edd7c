"""Where the first entries came from: what each source asks of those who reuse it."""

from dataclasses import dataclass

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_OUVERTE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True)
class Source:
    """A public repository that facts were taken from, and who made it."""

    repository: str
    title: str
    licence: str
    licence_address: str = ""
    authors: str = ""

    @property
    def address(self) -> str:
        return f"https://github.com/{self.repository}"


ATTRIBUTED = (
    Source(
        "commondataio/dataportals-registry",
        "Data Portals Registry",
        "CC BY 4.0",
        CC_BY,
        authors="the contributors of the Data Portals Registry",
    ),
    Source(
        "sang-phamhongsang/P-denna-wiki",
        "På denna wiki",
        "CC BY 4.0",
        CC_BY,
        authors="NOSAD, Arbetsförmedlingen",
    ),
    Source(
        "codedust/awesome-egov-de",
        "Awesome eGov DE",
        "CC BY 4.0",
        CC_BY,
        authors="the authors of awesome-egov-de",
    ),
    Source(
        "codegouvfr/awesome-codegouvfr",
        "Awesome codegouvfr",
        "Licence Ouverte 2.0",
        LICENCE_OUVERTE,
        authors="the authors of awesome-codegouvfr",
    ),
)
OTHERS = (
    Source("DPGAlliance/publicgoods-candidates", "Digital public goods", "Unlicense"),
    Source("civictechindex/brigade-project-index", "Brigade project index", "MIT"),
    Source("DIAL-Community/exchange-backend", "Digital Impact Exchange", "AGPL-3.0"),
    Source("canada-ca/ore-ero", "Open Resource Exchange", "MIT"),
    Source("MobilityData/awesome-transit", "Awesome transit", "CC0-1.0"),
    Source("g0v/awesome-g0v", "Awesome g0v", "CC0-1.0"),
    Source("okfn/dataportals.org", "Data portals", "ODC-PDDL-1.0"),
    Source("commondataio/awesome-opendata-software", "Open data software", "MIT"),
    Source("consuldemocracy/consuldemocracy", "Consul Democracy", "AGPL-3.0"),
    Source("CodeandoMexico/awesome-civic-tech", "Awesome civic tech", "MIT"),
    Source(
        "paulo-amaral/awesome-digital-public-infrastructure",
        "Awesome digital public infrastructure",
        "CC0-1.0",
    ),
    Source("trozzelle/awesome-political-tech", "Awesome political tech", "CC0-1.0"),
    Source("hackforla/website", "Hack for LA", "GPL-2.0"),
    Source("mysociety/fixmystreet", "FixMyStreet", "AGPL-3.0"),
    Source("mysociety/alaveteli", "Alaveteli", "AGPL-3.0"),
    Source("moda-gov-tw/code-gov-tw", "Public code Taiwan", "MIT"),
    Source("patcon/awesome-polis", "Awesome Polis", "CC0-1.0"),
    Source("EticaAI/awesome-humanitarian-foss", "Humanitarian software", "Unlicense"),
)

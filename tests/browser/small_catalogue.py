"""A catalogue small enough to load in a second, with what strains a page in it.

Long names, one without a space, names in Arabic and Chinese, an entry with many links
and one with nothing but its name, and more than one page of each kind.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalogue.models import Entry, Tag
from contributions import actions
from contributions.actions import NewEntry, Why
from hackathons import archiving
from hackathons.models import Membership
from tests.factories import HackathonFactory, text

LONG_NAME = (
    "Platform for participatory budgeting, citizen proposals, public consultations"
    " and the follow-up of promises made by elected representatives of the region"
)
ONE_WORD = "Bürgerbeteiligungsverfahrensdokumentationsplattformverwaltungssoftware"
ARABIC = "منصة المشاركة المواطنة"
CHINESE = "公众参与平台"
REPOSITORY = "https://github.com/decidim/decidim"
DESCRIPTION = """It gathers proposals, debates and votes in one place.

- [Documentation](https://docs.decidim.org/)
- `docker compose up` starts it

> Written by those who run it.
"""
TAGS = [
    ("participation", "Participation", "المشاركة"),
    ("voting", "Online voting", "التصويت الإلكتروني"),
    ("budgeting", "Participatory budgeting", "الميزانية التشاركية"),
    ("open-data", "Open data", "البيانات المفتوحة"),
    ("transparency", "Transparency", "الشفافية"),
    ("maps", "Maps and geographical information", "الخرائط"),
    ("petitions", "Petitions", "العرائض"),
    ("environment", "Environment", "البيئة"),
]
LICENCES = ["AGPL-3.0-or-later", "MIT", "", "proprietary"]
COUNTRIES = ["ES", "FR", "TN", "TW", "DE", ""]
TYPES = ["local government", "civil society", "company", "national government", ""]
FIRST_TOOL, FIRST_ORGANIZATION, FIRST_USE_CASE = 1, 101, 201


def load() -> None:
    tags = actions.create_tags(
        [
            Tag(slug=slug, name=name, kind="topic", labels={"ar": arabic})
            for slug, name, arabic in TAGS
        ]
    )
    ids = [tag.pk for tag in tags]
    news = [*organizations(), *tools(ids), *use_cases(ids)]
    entries = actions.create_many(news, Why(by=None, source="https://example.org/"))
    decidim = next(entry for entry in entries if entry.pk == FIRST_TOOL)
    actions.edit(decidim, {"repository": REPOSITORY}, Why(by=None, comment="It moved."))
    collect(entries)
    meet(tags)


def meet(tags: list[Tag]) -> None:
    """A hackathon that is open, with teams, goals and something added."""
    now = timezone.now()
    hackathon = HackathonFactory(
        name="Open day",
        code="7F3K",
        place="Nairobi",
        is_online=True,
        goal_tools=30,
        goal_organizations=5,
        tags=tags[:2],
        teams=["Nairobi", ARABIC, LONG_NAME[:80]],
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    archived = HackathonFactory(name="Closed day", closed=True, teams=[ONE_WORD])
    why = Why(by=None, occasion=archived.occasion, given_at=archived.opens_at)
    actions.create("tool", {"name": "Added on the closed day"}, why)
    archiving.archive(archived)
    teams = [*hackathon.occasion.teams.all()]
    for number, team in enumerate(teams):
        person = User.objects.create(username=f"at-work-{number}")
        person.display_name = [LONG_NAME[:80], ARABIC, "Ada"][number]
        person.save()
        Membership.objects.create(
            hackathon=hackathon, person=person, team=team, is_named=True
        )
        why = Why(by=person, occasion=hackathon.occasion, team=team)
        name = [LONG_NAME, ARABIC, ONE_WORD][number] + " once more"
        actions.create("tool", {"name": name, "tags": [tags[0].pk]}, why)


def collect(entries: list[Entry]) -> None:
    person = User.objects.create(username="ada", display_name=LONG_NAME[:80])
    for title in ("First budget", ARABIC, LONG_NAME, ONE_WORD):
        actions.create_collection(
            person,
            title=title,
            introduction=DESCRIPTION,
            is_public=True,
            entries=[*entries[:4], *entries[24:30]],
            note="It was in use within a week.",
        )


def organizations() -> list[NewEntry]:
    names = [
        "City of Barcelona",
        LONG_NAME + " association",
        "جمعية الشفافية",
        "零時政府",
    ]
    names += [f"Organization {n}" for n in range(len(names), 24)]
    return [
        new(
            "organization",
            FIRST_ORGANIZATION + n,
            name,
            type=TYPES[n % len(TYPES)],
            country=COUNTRIES[n % len(COUNTRIES)],
            website=f"https://organization-{n}.example.org/",
        )
        for n, name in enumerate(names)
    ]


def tools(tags: list[int]) -> list[NewEntry]:
    names = ["Decidim", LONG_NAME, ONE_WORD, ARABIC, CHINESE]
    names += [f"Tool {n}" for n in range(len(names), 45)]
    news = [
        new(
            "tool",
            FIRST_TOOL + n,
            name,
            form="software" if n % 2 else "online service",
            licence=LICENCES[n % len(LICENCES)],
            website=f"https://tool-{n}.example.org/",
            programming_languages=["Ruby"] if n % 3 else ["Python", "JavaScript"],
            platforms=["web", "android"] if n % 4 else ["web"],
            interface_languages=["en", "es", "ar"][: n % 3 + 1],
            state="active" if n % 5 else "unmaintained",
            summary=f"Gathers the proposals of a town, as number {n} of its kind.",
            tags=[tags[n % 8], tags[(n + 1) % 8]] if n % 7 != 6 else [],
            links=[link("developed_by", FIRST_ORGANIZATION + n % 24)],
        )
        for n, name in enumerate(names)
    ]
    news[0].record["repository"] = "https://github.com/AjuntamentdeBarcelona/decidim"
    news[0].record["texts"]["en"]["description"] = DESCRIPTION
    news[0].record["links"] += [link("funded_by", FIRST_ORGANIZATION + 1)]
    news[1].record["links"] += [link("alternative_to", FIRST_TOOL)]
    news[3].record["texts"] = {"ar": text("تجمع مقترحات المواطنين.")}
    return [*news, new("tool", FIRST_TOOL + len(names), "Nothing but a name")]


def use_cases(tags: list[int]) -> list[NewEntry]:
    names = [
        "decidim.barcelona",
        f"{LONG_NAME} in the capital",
        "ميزانية تونس",
        "臺灣提案",
    ]
    names += [f"Use case {n}" for n in range(len(names), 24)]
    return [
        new(
            "use_case",
            FIRST_USE_CASE + n,
            name,
            country=COUNTRIES[n % len(COUNTRIES)],
            place="Barcelona" if n % 2 else "",
            since=f"20{10 + n % 14}",
            state="in use" if n % 3 else "ended",
            outcome="A tenth of the budget was decided by vote." if n % 4 == 0 else "",
            summary=f"A town asked its people, as case number {n}.",
            tags=[tags[n % 8]],
            links=[
                link("uses", FIRST_TOOL if n < 20 else FIRST_TOOL + n),
                link("run_by", FIRST_ORGANIZATION + n),
            ],
        )
        for n, name in enumerate(names)
    ]


def link(role: str, pk: int) -> dict[str, Any]:
    return {"role": role, "object": pk}


def new(kind: str, pk: int, name: str, summary: str = "", **record: Any) -> NewEntry:
    if summary:
        record["texts"] = {"en": text(summary)}
    return NewEntry(kind, {"name": name, **record}, id=pk)

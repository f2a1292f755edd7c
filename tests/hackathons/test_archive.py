"""The archive: figures that stand, a page to cite, and files."""

import csv
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from catalogue import records
from contributions import actions
from contributions.actions import Why
from contributions.models import Suggestion
from contributions.submissions import Submission
from hackathons import archiving
from hackathons.models import Hackathon, Membership
from hackathons.timeline import Step, Timeline
from tests.counting import queries
from tests.factories import (
    HackathonFactory,
    MembershipFactory,
    ToolFactory,
    UserFactory,
)
from tests.gathering import add, improve

pytestmark = pytest.mark.django_db
ARCHIVE = "/en/hackathons/open-day/archive/"


@pytest.fixture
def organizer(db: None) -> User:
    return UserFactory(username="organizer")


@pytest.fixture
def hackathon(organizer: User) -> Hackathon:
    return HackathonFactory(
        name="Open day", closed=True, organizers=[organizer], teams=["Nairobi"]
    )


@pytest.fixture
def archived(hackathon: Hackathon) -> Hackathon:
    """With one tool that Ada added and Grace improved; only Ada is named."""
    people = {}
    for name, is_named in (("Ada", True), ("Grace", False)):
        people[name] = UserFactory(display_name=name)
        MembershipFactory(hackathon=hackathon, person=people[name], is_named=is_named)
    team = hackathon.occasion.teams.get()
    tool = add(hackathon, "Decidim", by=people["Ada"], team=team, at=hackathon.opens_at)
    improve(hackathon, tool, by=people["Grace"], licence="MIT")
    archiving.archive(hackathon)
    return Hackathon.objects.with_occasion().get()


def words(page: bytes) -> str:
    """The page as it reads, without its menus."""
    text = re.sub(r"<[^>]+>", " ", page.decode().partition("<main")[2])
    return " ".join(text.split()).replace(" ,", ",")


def lines(client: Client, name: str) -> list[list[str]]:
    answer = client.get(ARCHIVE + name)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(text.splitlines()))


def test_organizer_archives_what_is_closed(
    client: Client, hackathon: Hackathon, organizer: User
) -> None:
    client.force_login(organizer)
    assert "Archive it" in client.get(ARCHIVE).content.decode()

    client.post(ARCHIVE)

    hackathon.refresh_from_db()
    assert hackathon.archived_at
    assert hackathon.archive["added"] == {"tool": 0, "use_case": 0, "organization": 0}


def test_open_hackathon_is_not_archived(client: Client, organizer: User) -> None:
    hackathon = HackathonFactory(name="Open day", organizers=[organizer])
    client.force_login(organizer)

    answer = client.post(ARCHIVE)

    assert answer.status_code == 422
    assert "can be archived when it is closed" in answer.content.decode()
    hackathon.refresh_from_db()
    assert hackathon.archived_at is None


def test_organizer_of_another_hackathon_archives_nothing(
    client: Client, hackathon: Hackathon
) -> None:
    other = UserFactory()
    HackathonFactory(name="Elsewhere", organizers=[other])
    client.force_login(other)

    assert client.post(ARCHIVE).status_code == 403
    assert client.get(ARCHIVE).status_code == 404


def test_archive_is_for_everybody(client: Client, archived: Hackathon) -> None:
    page = client.get(ARCHIVE).content.decode()

    assert '<a href="/en/tools/decidim/">' in page
    assert "Ada" in page
    assert "Grace" not in page
    assert "CC0 1.0" in page
    assert f"{ARCHIVE}</a>" in page
    assert "The entries live on" in page


def test_figures_stay_when_entries_go_on_changing(
    client: Client, archived: Hackathon, organizer: User
) -> None:
    before = archived.archive
    tool = archiving.entries_of(archived).get()
    improve(archived, tool, by=organizer, form="software")
    add(archived, "Too late")
    client.force_login(organizer)

    client.post(ARCHIVE)

    archived.refresh_from_db()
    assert archived.archive == before
    assert before["added"]["tool"] == 1
    assert before["improved"] == 1
    assert before["people"] == 2
    assert before["teams"] == [{"name": "Nairobi", "changes": 1}]


def test_who_takes_their_name_back_is_named_no_more(
    client: Client, archived: Hackathon
) -> None:
    Membership.objects.filter(person__display_name="Ada").update(is_named=False)

    assert "Ada" not in client.get(ARCHIVE).content.decode()
    assert "Ada" not in str(lines(client, "changes.csv"))


def test_entries_come_as_csv(client: Client, archived: Hackathon) -> None:
    ToolFactory(name="Of no hackathon")

    head, row = lines(client, "entries.csv")

    assert head == ["id", "kind", "slug", "name", "website", "address"]
    assert row[1:4] == ["tool", "decidim", "Decidim"]
    assert row[5].endswith("/en/tools/decidim/")


def test_changes_come_as_csv_without_names_of_who_did_not_agree(
    client: Client, archived: Hackathon
) -> None:
    head, first, second = lines(client, "changes.csv")

    assert dict(zip(head, first, strict=True))["person"] == "Ada"
    assert dict(zip(head, second, strict=True))["person"] == ""
    fields = json.loads(dict(zip(head, second, strict=True))["fields"])
    assert fields == {"licence": {"from": "", "to": "MIT"}}


def test_everything_comes_as_json(client: Client, archived: Hackathon) -> None:
    answer = client.get(f"{ARCHIVE}archive.json")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    data = json.loads(content)

    assert answer["Content-Type"] == "application/json"
    assert data["licence"] == "CC0-1.0"
    assert data["figures"] == archived.archive
    assert [entry["name"] for entry in data["entries"]] == ["Decidim"]
    assert [change["person"] for change in data["changes"]] == ["Ada", ""]


def test_hidden_entry_leaves_page_and_files(
    client: Client, archived: Hackathon
) -> None:
    tool = archiving.entries_of(archived).get()
    actions.set_status(tool, "hidden", Why(by=None))

    assert "Decidim" not in client.get(ARCHIVE).content.decode()
    assert len(lines(client, "entries.csv")) == 1
    assert len(lines(client, "changes.csv")) == 1


def test_entries_stand_by_kind_and_the_figures_beside_their_goals(
    client: Client, hackathon: Hackathon
) -> None:
    Hackathon.objects.update(goal_tools=1231)
    add(hackathon, "Zebra tool", team=hackathon.occasion.teams.get())
    add(hackathon, "A city", kind="organization")
    add(hackathon, "A case", kind="use_case")
    archiving.archive(hackathon)

    page = words(client.get(ARCHIVE).content)

    assert "Tools 1 of 1,231 Use cases 1 Organizations 1" in page
    assert "Nairobi 1 change" in page
    assert "Tools Zebra tool Use cases A case Organizations A city" in page


def test_many_entries_are_paged_and_the_figures_stay(
    client: Client, hackathon: Hackathon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hackathons.views.archive.ON_A_PAGE", 2)
    for number in range(3):
        add(hackathon, f"Tool {number}")
    archiving.archive(hackathon)

    page = words(client.get(f"{ARCHIVE}?page=2").content)

    assert "Tool 2" in page
    assert "Tool 0" not in page
    assert "Tools 3" in page


def test_page_shows_frozen_figures_after_entries_were_hidden(
    client: Client, archived: Hackathon
) -> None:
    actions.set_status(archiving.entries_of(archived).get(), "hidden", Why(by=None))

    page = words(client.get(ARCHIVE).content)

    assert "Tools 1 Use cases 0" in page
    assert "Improvements 1" in page
    assert "There is no entry to show." in page


def test_how_to_cite_names_place_times_day_and_permalink(
    client: Client, archived: Hackathon
) -> None:
    Hackathon.objects.update(place="Lyon")
    page = words(client.get(ARCHIVE).content)

    cited = page[page.index("Cite and reuse") :]
    assert "Open day, Lyon, " in cited
    assert "figures of" in cited
    assert f"{ARCHIVE}" in cited


def test_organizer_hears_what_would_not_count_any_more(
    client: Client, hackathon: Hackathon, organizer: User
) -> None:
    member = MembershipFactory(hackathon=hackathon)
    ToolFactory(by=member.person)
    content = Submission("tool", records.complete("tool", {"name": "New"})).as_json()
    Suggestion.objects.create(
        kind="tool", name="New", content=content, occasion=hackathon.occasion
    )
    client.force_login(organizer)

    page = words(client.get(ARCHIVE).content)

    assert "1 suggestion still waits for a moderator." in page
    assert "Members made 1 change after the close." in page


def test_archive_has_a_query_budget(client: Client, hackathon: Hackathon) -> None:
    for number in range(3):
        person = UserFactory()
        MembershipFactory(hackathon=hackathon, person=person, is_named=True)
        add(hackathon, f"Tool {number}", by=person)
    archiving.archive(hackathon)

    assert queries(client, ARCHIVE) == 7


def test_timeline_is_told_by_the_hour_where_the_hackathon_is() -> None:
    hackathon = HackathonFactory(
        time_zone="Asia/Kolkata",
        opens_at=datetime(2026, 3, 2, 3, 30, tzinfo=UTC),
        closes_at=datetime(2026, 3, 2, 11, 30, tzinfo=UTC),
    )
    add(hackathon, "First", at=datetime(2026, 3, 2, 3, 40, tzinfo=UTC))
    add(hackathon, "Second", at=datetime(2026, 3, 2, 5, 40, tzinfo=UTC))

    figures = archiving.figures(hackathon)

    assert figures["step"] == "hour"
    assert figures["timeline"] == [
        ["2026-03-02T09:00:00+05:30", 1, 0],
        ["2026-03-02T10:00:00+05:30", 0, 0],
        ["2026-03-02T11:00:00+05:30", 1, 0],
    ]


def test_long_hackathon_is_told_by_the_day() -> None:
    opens = datetime(2026, 3, 27, 23, 0, tzinfo=UTC)
    hackathon = HackathonFactory(
        time_zone="Europe/Paris", opens_at=opens, closes_at=opens + timedelta(days=9)
    )
    add(hackathon, "First", at=opens)
    add(hackathon, "After the clocks went forward", at=opens + timedelta(days=2))

    figures = archiving.figures(hackathon)

    assert figures["step"] == "day"
    assert [row[0][:10] for row in figures["timeline"]] == [
        "2026-03-28",
        "2026-03-29",
        "2026-03-30",
    ]
    assert [row[1] for row in figures["timeline"]] == [1, 0, 1]


def test_bars_of_the_chart_stand_on_each_other() -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    chart = Timeline([Step(moment, 3, 1), Step(moment, 0, 2)], by_hour=True)

    assert [(piece.css, piece.path) for piece in chart.pieces] == [
        ("g1", "M0 25h8v75h-8z"),
        ("g3", "M0 0h8v25h-8zM10 50h8v50h-8z"),
    ]

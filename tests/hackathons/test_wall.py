"""The wall: what it counts, what it costs, and how it is kept clean."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from contributions import actions
from contributions.actions import Why
from contributions.models import Report
from hackathons import tesserae
from hackathons.models import Hackathon, Membership, Unshown
from tests.counting import queries
from tests.factories import (
    HackathonFactory,
    MembershipFactory,
    TagFactory,
    ToolFactory,
    UserFactory,
)
from tests.gathering import add, improve

pytestmark = pytest.mark.django_db
WALL = "/en/hackathons/open-day/wall/"
FIGURES = f"{WALL}figures/"
SHOWN = f"{WALL}shown/"


@pytest.fixture
def organizer(db: None) -> User:
    return UserFactory(username="organizer")


@pytest.fixture
def hackathon(organizer: User) -> Hackathon:
    return HackathonFactory(
        name="Open day", organizers=[organizer], goal_tools=20, teams=["Nairobi"]
    )


def plain(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page.decode()).split())


def test_wall_counts_entries_added_in_it_against_the_goal(
    client: Client, hackathon: Hackathon
) -> None:
    tool = ToolFactory(name="Older")
    improve(hackathon, tool, licence="MIT")
    add(hackathon, "First")
    add(hackathon, "Second")
    add(hackathon, "City", kind="organization")

    page = plain(client.get(WALL).content)

    assert "2 of 20 tools, 2 today" in page
    assert "1 organizations, 1 today" in page


def test_wall_counts_nothing_of_another_hackathon(
    client: Client, hackathon: Hackathon
) -> None:
    add(HackathonFactory(name="Elsewhere"), "Theirs")

    page = plain(client.get(FIGURES).content)

    assert "0 of 20 tools" in page
    assert "Theirs" not in page


def test_today_begins_at_midnight_where_the_hackathon_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    auckland = HackathonFactory(
        name="Open day",
        time_zone="Pacific/Auckland",
        opens_at=datetime(2026, 3, 1, 0, 0, tzinfo=UTC),
        closes_at=datetime(2026, 3, 9, 0, 0, tzinfo=UTC),
    )
    midnight = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: midnight + timedelta(hours=1))
    add(auckland, "Before midnight", at=midnight - timedelta(minutes=1))
    add(auckland, "After midnight", at=midnight)

    assert "2 tools, 1 today" in plain(client.get(FIGURES).content)


def test_figures_that_did_not_change_cost_one_query(
    client: Client, hackathon: Hackathon
) -> None:
    add(hackathon, "First")
    etag = client.get(FIGURES)["ETag"]

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(FIGURES, headers={"if-none-match": etag})

    assert answer.status_code == 304
    assert answer["ETag"] == etag
    assert len(asked) == 1


def test_figures_cost_the_same_however_much_there_is(
    client: Client, hackathon: Hackathon
) -> None:
    add(hackathon, "First", by=UserFactory())
    few = queries(client, FIGURES)
    for number in range(5):
        add(hackathon, f"Tool {number}", by=UserFactory())

    assert queries(client, FIGURES) == few == 9


def test_figures_are_new_after_every_thing_a_wall_shows(
    client: Client, hackathon: Hackathon
) -> None:
    person = UserFactory()
    membership = MembershipFactory(hackathon=hackathon, person=person)
    seen = [client.get(FIGURES)["ETag"]]

    def look() -> None:
        seen.append(client.get(FIGURES)["ETag"])

    tool = add(hackathon, "First", by=person)
    look()
    Membership.objects.filter(pk=membership.pk).update(is_named=True)
    look()
    Hackathon.objects.filter(pk=hackathon.pk).update(goal_tools=30)
    look()
    Unshown.objects.create(hackathon=hackathon, entry=tool, person=person)
    look()
    hackathon.occasion.closes_at = timezone.now()
    hackathon.occasion.save()
    look()

    assert len({*seen}) == len(seen) == 6


def test_figures_of_two_languages_are_told_apart(
    client: Client, hackathon: Hackathon
) -> None:
    english, french = client.get(FIGURES), client.get("/fr" + FIGURES[3:])

    assert english["ETag"] != french["ETag"]
    assert "Lacunes à combler" not in english.content.decode()


def test_figures_of_no_hackathon_are_not_found(client: Client) -> None:
    assert client.get("/en/hackathons/nowhere/wall/figures/").status_code == 404


def test_newcomer_who_agreed_is_greeted_by_name(
    client: Client, hackathon: Hackathon
) -> None:
    for name, is_named in (("Ada", True), ("Grace", None), ("Mary", False)):
        person = UserFactory(display_name=name)
        MembershipFactory(hackathon=hackathon, person=person, is_named=is_named)
        add(hackathon, f"Tool of number {len(name)}", by=person)

    page = plain(client.get(FIGURES).content)

    assert "Thank you, Ada" in page
    assert "Grace" not in page
    assert "Mary" not in page


def test_who_added_entries_before_is_not_greeted(
    client: Client, hackathon: Hackathon
) -> None:
    person = UserFactory(display_name="Ada")
    MembershipFactory(hackathon=hackathon, person=person, is_named=True)
    ToolFactory(by=person)
    add(hackathon, "Tool", by=person)

    assert "Thank you" not in client.get(FIGURES).content.decode()


def test_wall_shows_gaps_of_its_tags_and_counts_of_its_teams(
    client: Client, hackathon: Hackathon
) -> None:
    tag = TagFactory(name="Voting")
    hackathon.tags.add(tag)
    ToolFactory(tags=[tag], licence="MIT")
    ToolFactory(tags=[tag])
    ToolFactory()
    add(hackathon, "First", team=hackathon.occasion.teams.get())

    page = plain(client.get(FIGURES).content)

    assert "Tools without source code 2" in page
    assert "Nairobi1" in page


def test_wall_shows_the_teams_that_contributed_last_by_name(client: Client) -> None:
    names = ["Zagreb", "Équipe", "Oslo", "Lima", "Quito", "Accra", "Dakar", "Hanoi"]
    hackathon = HackathonFactory(name="Open day", teams=names)
    for number, team in enumerate(hackathon.occasion.teams.order_by("pk")):
        add(hackathon, f"Tool {number}", team=team)

    page = client.get(FIGURES).content.decode()

    shown = re.findall(r'<b class="two-lines"><bdi>(\w+)', page)
    assert shown == ["Accra", "Dakar", "Hanoi", "Lima", "Oslo", "Quito"]
    assert "and 2 more teams" in page


def test_newcomers_stand_in_the_place_of_an_entry_and_a_gap(
    client: Client, hackathon: Hackathon
) -> None:
    for number in range(5):
        person = UserFactory(display_name=f"Person {number}")
        MembershipFactory(hackathon=hackathon, person=person, is_named=number > 0)
        add(hackathon, f"Tool {number}", by=person)

    page = client.get(FIGURES).content.decode()

    assert page.count("Thank you") == 2
    assert page.count('class="entry mini"') == 3


def test_projector_may_ask_the_page_to_load_itself_again(
    client: Client, hackathon: Hackathon
) -> None:
    by_itself = client.get(f"{WALL}?refresh=10")

    assert by_itself["Refresh"] == "10"
    assert "wall.mjs" not in by_itself.content.decode()
    assert "wall.mjs" in client.get(WALL).content.decode()
    assert client.get(f"{WALL}?refresh=0")["Refresh"] == "5"
    assert "Refresh" not in client.get(f"{WALL}?refresh=x").headers


def test_organizer_takes_an_entry_off_the_wall_and_moderators_hear_of_it(
    client: Client, hackathon: Hackathon, organizer: User
) -> None:
    tool = add(hackathon, "Rubbish")
    client.force_login(organizer)

    for _ in range(2):
        client.post(f"{SHOWN}entries/{tool.pk}/hide/")

    assert "Rubbish" not in client.get(FIGURES).content.decode()
    assert Report.objects.get().entry_id == tool.pk
    assert client.get("/en/tools/rubbish/").status_code == 200


def test_organizer_takes_a_name_off_the_wall_and_moderators_hear_of_it(
    client: Client, hackathon: Hackathon, organizer: User
) -> None:
    person = UserFactory(display_name="Rude word")
    member = MembershipFactory(hackathon=hackathon, person=person, is_named=True)
    tool = add(hackathon, "First", by=person)
    assert "Rude word" in client.get(FIGURES).content.decode()
    client.force_login(organizer)

    client.post(f"{SHOWN}names/{member.pk}/hide/")

    page = client.get(FIGURES).content.decode()
    assert "Rude word" not in page
    assert "First" in page
    assert Report.objects.get().change == tool.changes.get()


def test_organizer_of_another_hackathon_takes_nothing_off(
    client: Client, hackathon: Hackathon
) -> None:
    other = UserFactory()
    HackathonFactory(name="Elsewhere", organizers=[other])
    tool = add(hackathon, "First")
    client.force_login(other)

    assert client.post(f"{SHOWN}entries/{tool.pk}/hide/").status_code == 403
    assert client.get(SHOWN).status_code == 403
    assert not Unshown.objects.exists()


def test_entry_that_was_not_added_here_cannot_be_taken_off(
    client: Client, hackathon: Hackathon, organizer: User
) -> None:
    client.force_login(organizer)

    client.post(f"{SHOWN}entries/{ToolFactory().pk}/hide/")
    client.post(f"{SHOWN}entries/{10**30}/hide/")

    assert not Report.objects.exists()


def test_page_from_which_the_wall_is_kept_clean_has_a_query_budget(
    client: Client, hackathon: Hackathon, organizer: User
) -> None:
    client.force_login(organizer)
    counts = []
    for number in range(3):
        person = UserFactory(display_name=f"Person {number}")
        MembershipFactory(hackathon=hackathon, person=person, is_named=True)
        add(hackathon, f"Tool {number}", by=person)
        counts.append(queries(client, SHOWN))

    assert counts[1:] == [8, 8]


def test_hidden_entry_is_counted_no_more(client: Client, hackathon: Hackathon) -> None:
    tool = add(hackathon, "First")
    actions.set_status(tool, "hidden", Why(by=None))

    assert "0 of 20 tools" in plain(client.get(FIGURES).content)


def test_field_has_a_tessera_for_each_entry_and_each_to_come() -> None:
    field = tesserae.field("tool", earlier=7, today=2, goal=12)
    drawn = {piece.css: piece.path.count("M") for piece in field.pieces}

    assert drawn["g4"] == 2
    assert drawn["todo"] == 3
    assert sum(drawn.values()) == 12


def test_tessera_keeps_its_glaze_while_others_come() -> None:
    def of_first(earlier: int) -> set[str]:
        pieces = tesserae.field("tool", earlier, 0, 40).pieces
        return {one.css for one in pieces if one.path.startswith("M0 0h")}

    assert of_first(1) == of_first(30)


def test_very_many_entries_share_tesserae() -> None:
    field = tesserae.field("organization", earlier=30_000, today=1, goal=100_000)

    assert field.each == 50
    assert sum(piece.path.count("M") for piece in field.pieces) == 2000

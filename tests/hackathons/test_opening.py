import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from contributions import actions
from contributions.actions import Why
from hackathons.models import Hackathon
from tests.factories import (
    HackathonFactory,
    MembershipFactory,
    TagFactory,
    ToolFactory,
    UserFactory,
)
from tests.forms import messages_beside, send

pytestmark = pytest.mark.django_db
OPEN = "/en/hackathons/open/"
GOOD = {"name": "Open procurement day", "place": "Nairobi"}


@pytest.fixture
def organizer() -> User:
    return UserFactory(username="organizer", is_organizer=True)


@pytest.fixture
def signed_in(client: Client, organizer: User) -> Client:
    client.force_login(organizer)
    return client


def test_name_and_place_are_enough_to_open_one(
    signed_in: Client, organizer: User
) -> None:
    response = send(signed_in, OPEN, **GOOD)

    hackathon = Hackathon.objects.get()
    assert response["Location"] == "/en/hackathons/open-procurement-day/"
    assert hackathon.is_organized_by(organizer)
    assert hackathon.allows_guests
    assert not hackathon.has_ranking
    assert not hackathon.reviews_first


def test_everything_about_one_is_said_on_the_same_page(signed_in: Client) -> None:
    TagFactory(name="Procurement")

    send(
        signed_in,
        OPEN,
        **GOOD,
        introduction="Four groups fill gaps.",
        online=["online"],
        time_zone="Africa/Nairobi",
        opens="2026-11-12T09:00",
        closes="2026-11-12T17:00",
        goal_tools="1231",
        goal_use_cases="178",
        goal_organizations="511",
        tags="procurement",
        teams="Nairobi\n\n Paris \nnairobi",
        rules=["reviews_first", "has_ranking"],
    )

    hackathon = Hackathon.objects.get()
    assert hackathon.occasion.opens_at == datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
    assert hackathon.occasion.closes_at == datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
    assert [*hackathon.goals.values()] == [1231, 178, 511]
    assert [tag.name for tag in hackathon.tags.all()] == ["Procurement"]
    teams = hackathon.occasion.teams.values_list("name", flat=True)
    assert {*teams} == {"nairobi", "Paris"}
    assert hackathon.reviews_first and hackathon.has_ranking
    assert hackathon.is_online and not hackathon.allows_guests


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", " ", "Write a name."),
        ("place", "", "Write a place, or say that it is online."),
        ("time_zone", "Nairobi", "Write a time zone like Africa/Nairobi."),
        ("opens", "tomorrow", "Write a date and a time like 2026-11-12 09:00."),
        ("opens", "9999-12-31T23:59", "Write a date and a time like"),
        ("closes", "2020-01-01T09:00", "It must close after it opens."),
        ("closes", "2099-01-01T09:00", "A hackathon lasts a month at most."),
        ("goal_tools", "0", "Write a number from 1 to 100,000."),
        ("tags", "Nothing", "There is no tag called Nothing."),
        ("teams", "x" * 81, "The name of a team has at most 80 characters."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    signed_in: Client, field: str, typed: str, message: str
) -> None:
    response = send(signed_in, OPEN, **{**GOOD, field: typed})

    assert response.status_code == 422
    assert message in messages_beside(response, field)
    assert not Hackathon.objects.exists()


@pytest.mark.parametrize("name", ["Open", "Join", "Keep"])
def test_address_is_never_that_of_another_page(signed_in: Client, name: str) -> None:
    send(signed_in, OPEN, **{**GOOD, "name": name})

    assert Hackathon.objects.get().slug == f"{name.lower()}-2"


def test_codes_are_easy_to_read_and_none_is_there_twice(signed_in: Client) -> None:
    for _ in range(3):
        send(signed_in, OPEN, **GOOD)

    codes = set(Hackathon.objects.values_list("code", flat=True))
    assert len(codes) == 3
    assert all(re.fullmatch("[2-9B-DF-HJ-NP-TV-Z]{5}", code) for code in codes)
    assert Hackathon.objects.filter(slug="open-procurement-day-3").exists()


def test_time_that_clocks_leave_out_is_refused_with_the_next_one(
    signed_in: Client,
) -> None:
    response = send(
        signed_in,
        OPEN,
        **GOOD,
        time_zone="Europe/Paris",
        opens="2027-03-28T02:30",
        closes="2027-03-28T17:00",
    )

    assert response.status_code == 422
    said = messages_beside(response, "opens")
    assert "In Europe/Paris clocks are put forward over this time. Write 03:30" in said


def test_time_that_comes_twice_opens_at_the_first_and_closes_at_the_last(
    signed_in: Client,
) -> None:
    send(
        signed_in,
        OPEN,
        **GOOD,
        time_zone="Europe/Paris",
        opens="2027-10-31T02:15",
        closes="2027-10-31T02:30",
    )

    occasion = Hackathon.objects.get().occasion
    assert occasion.opens_at == datetime(2027, 10, 31, 0, 15, tzinfo=UTC)
    assert occasion.closes_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_saving_again_moves_no_time(signed_in: Client, organizer: User) -> None:
    event = HackathonFactory(
        place="Paris",
        organizers=[organizer],
        time_zone="Europe/Paris",
        opens_at=datetime(2027, 10, 31, 0, 15, tzinfo=UTC),
        closes_at=datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    )

    response = send(signed_in, f"{event.get_absolute_url()}edit/", name="Renamed")

    assert response.status_code == 302
    before, after = event.occasion, Hackathon.objects.get().occasion
    assert after.name == "Renamed"
    assert (after.opens_at, after.closes_at) == (before.opens_at, before.closes_at)


def test_hackathon_is_open_from_its_minute_until_its_minute(monkeypatch: Any) -> None:
    opens = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
    closes = datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
    event = HackathonFactory(opens_at=opens, closes_at=closes)
    instant = timedelta(microseconds=1)

    states = []
    for now in (opens - instant, opens, closes - instant, closes):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        states.append((event.state, Hackathon.objects.open().exists()))

    assert states == [
        ("planned", False),
        ("open", True),
        ("open", True),
        ("closed", False),
    ]


def test_team_with_changes_stays_in_the_list(
    signed_in: Client, organizer: User
) -> None:
    event = HackathonFactory(place="Nairobi", organizers=[organizer], teams=["Red"])
    why = Why(organizer, occasion=event.occasion, team=event.occasion.teams.get())
    actions.edit(ToolFactory(), {"licence": "MIT"}, why)

    response = send(signed_in, f"{event.get_absolute_url()}edit/", teams="Blue")

    assert response.status_code == 422
    assert "Red has changes already" in messages_beside(response, "teams")


def test_teams_without_changes_come_and_go(signed_in: Client, organizer: User) -> None:
    event = HackathonFactory(
        place="Nairobi", organizers=[organizer], teams=["Red", "Green"]
    )
    red = event.occasion.teams.get(name="Red")

    send(signed_in, f"{event.get_absolute_url()}edit/", teams="RED\nBlue")

    teams = event.occasion.teams.order_by("pk")
    assert [team.name for team in teams] == ["RED", "Blue"]
    assert teams[0] == red


def test_times_of_an_archived_hackathon_stay(
    signed_in: Client, organizer: User
) -> None:
    event = HackathonFactory(closed=True, place="Nairobi", organizers=[organizer])
    Hackathon.objects.update(archived_at=timezone.now(), archive={"tools": 1})

    send(
        signed_in,
        f"{event.get_absolute_url()}edit/",
        opens="2020-01-01T09:00",
        closes="2020-01-02T09:00",
    )

    assert Hackathon.objects.get().occasion.opens_at.year != 2020


def test_renewed_code_lets_nobody_in_by_the_old_one(
    signed_in: Client, organizer: User
) -> None:
    event = HackathonFactory(organizers=[organizer])

    signed_in.post(f"{event.get_absolute_url()}code/renew/")

    renewed = Hackathon.objects.get().code
    assert renewed != event.code
    assert signed_in.get(f"/en/hackathons/join/{event.code}/").status_code == 404
    assert signed_in.get(f"/en/hackathons/join/{renewed}/").status_code == 200


def test_late_changes_of_members_are_attached_with_a_trace(
    signed_in: Client, organizer: User
) -> None:
    event = HackathonFactory(closed=True, organizers=[organizer])
    member = MembershipFactory(hackathon=event).person
    tool = ToolFactory()
    change = actions.edit(tool, {"licence": "MIT"}, Why(member))
    of_others = actions.edit(tool, {"licence": "ISC"}, Why(UserFactory()))
    assert change and of_others
    page = f"{event.get_absolute_url()}late/"
    assert f'value="{change.pk}"' in signed_in.get(page).content.decode()

    signed_in.post(page, {"change": [change.pk, of_others.pk, "nonsense"]})

    [late] = event.occasion.late_changes.all()
    assert (late.change, late.person) == (change, organizer)
    change.refresh_from_db()
    assert change.occasion is None
    listed = signed_in.get(f"/en/changes/?hackathon={event.pk}").content.decode()
    assert f"/changes/{change.pk}/" in listed
    assert f"/changes/{of_others.pk}/" not in listed


def test_nothing_is_attached_to_an_archived_hackathon(
    signed_in: Client, organizer: User
) -> None:
    event = HackathonFactory(closed=True, organizers=[organizer])
    Hackathon.objects.update(archived_at=timezone.now(), archive={"tools": 1})

    assert signed_in.post(f"{event.get_absolute_url()}late/").status_code == 403


def test_organizers_manage_their_own(signed_in: Client, organizer: User) -> None:
    own = HackathonFactory(organizers=[organizer])
    others = HackathonFactory()

    answers = [
        signed_in.get(f"{event.get_absolute_url()}{page}/").status_code
        for event in (own, others)
        for page in ("edit", "late", "people")
    ]

    assert answers == [200, 200, 200, 403, 403, 403]

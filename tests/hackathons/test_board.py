"""The board: who contributed what, and who wishes not to be named."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from hackathons.models import Claim, Hackathon, Membership
from tests.counting import queries
from tests.factories import HackathonFactory, MembershipFactory, UserFactory
from tests.gathering import add, improve

pytestmark = pytest.mark.django_db
BOARD = "/en/hackathons/open-day/board/"


@pytest.fixture
def hackathon(db: None) -> Hackathon:
    return HackathonFactory(name="Open day", teams=["Nairobi", "Paris"])


def member(hackathon: Hackathon, name: str, is_named: bool | None = True) -> Membership:
    person = UserFactory(display_name=name)
    return MembershipFactory(hackathon=hackathon, person=person, is_named=is_named)


def rows(client: Client) -> list[str]:
    """The words of each row of the tables."""
    page = client.get(BOARD).content.decode()
    found = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_board_counts_contributions_of_each_kind(
    client: Client, hackathon: Hackathon
) -> None:
    ada = member(hackathon, "Ada")
    paris = hackathon.occasion.teams.get(name="Paris")
    tool = add(hackathon, "Tool", by=ada.person, team=paris)
    add(hackathon, "Case", kind="use_case", by=ada.person)
    improve(hackathon, tool, by=ada.person, licence="MIT")
    Claim.objects.create(
        hackathon=hackathon,
        gap="licence",
        entry_id=tool.pk,
        person=ada.person,
        expires_at=timezone.now(),
        done_at=timezone.now(),
    )

    columns = "Tools Use cases Organizations Improvements Tasks done"
    assert rows(client) == [
        f"Name {columns}",
        "Nairobi 0 0 0 0 0",
        "Paris 1 0 0 0 0",
        f"Name {columns}",
        "Ada 1 1 0 1 1",
    ]


@pytest.mark.parametrize("is_named", [False, None])
def test_who_did_not_agree_is_counted_without_a_name(
    client: Client, hackathon: Hackathon, is_named: bool | None
) -> None:
    for name in ("Grace", "Mary"):
        person = member(hackathon, name, is_named).person
        add(hackathon, f"Tool of {len(name)}", by=person)

    page = client.get(BOARD).content.decode()

    assert "2 people without a name 2 0 0 0 0" in rows(client)
    assert "Grace" not in page
    assert "Mary" not in page


def test_name_that_was_taken_off_the_wall_is_not_on_the_board(
    client: Client, hackathon: Hackathon
) -> None:
    rude = member(hackathon, "Rude word")
    add(hackathon, "Tool", by=rude.person)
    Membership.objects.filter(pk=rude.pk).update(is_unshown=True)

    assert "Rude word" not in client.get(BOARD).content.decode()


@pytest.mark.parametrize(
    "has_ranking, order", [(False, ["Ada", "Zoe"]), (True, ["Zoe", "Ada"])]
)
def test_board_ranks_only_where_the_organizer_wants_it(
    client: Client, has_ranking: bool, order: list[str]
) -> None:
    hackathon = HackathonFactory(name="Open day", has_ranking=has_ranking)
    zoe, ada = member(hackathon, "Zoe"), member(hackathon, "Ada")
    add(hackathon, "First", by=zoe.person)
    add(hackathon, "Second", by=zoe.person)
    add(hackathon, "Third", by=ada.person)

    assert [row.split()[0] for row in rows(client)[1:]] == order


def test_accents_do_not_change_the_order_of_the_alphabet(client: Client) -> None:
    HackathonFactory(name="Open day", teams=["Nairobi", "Équipe", "Dakar"])

    names = [row.split()[0] for row in rows(client)]

    assert names == ["Name", "Dakar", "Équipe", "Nairobi"]


def test_board_has_a_query_budget(client: Client, hackathon: Hackathon) -> None:
    counts = []
    for number in range(3):
        person = member(hackathon, f"Person {number}").person
        add(hackathon, f"Tool {number}", by=person)
        counts.append(queries(client, BOARD))

    assert counts == [6, 6, 6]


def test_board_is_there_in_french(client: Client, hackathon: Hackathon) -> None:
    page = client.get("/fr" + BOARD[3:]).content.decode()

    assert "par ordre alphabétique" in page

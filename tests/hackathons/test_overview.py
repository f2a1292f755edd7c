import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from contributions.models import Change
from hackathons.models import Claim, Hackathon
from tests.counting import queries
from tests.factories import HackathonFactory, MembershipFactory, UserFactory
from tests.gathering import add, summarized

pytestmark = pytest.mark.django_db
PAGE = "/en/hackathons/open-day/"
BAR = '<bdi>%s</bdi><span class="num">'


@pytest.fixture
def event() -> Hackathon:
    return HackathonFactory(name="Open day", goal_tools=3, teams=["Red", "Blue"])


def test_page_shows_goals_and_what_was_added_at_it(
    client: Client, event: Hackathon
) -> None:
    add(event, "Decidim", texts=summarized("Asks inhabitants."))
    add(HackathonFactory(), "Consul")

    page = client.get(PAGE).content.decode()

    assert "1 of 3" in page
    assert "Decidim" in page
    assert "Consul" not in page


def test_page_leads_to_exactly_its_changes(client: Client, event: Hackathon) -> None:
    add(event, "Decidim")
    add(HackathonFactory(), "Consul")

    assert f"/en/changes/?hackathon={event.pk}" in client.get(PAGE).content.decode()
    listed = client.get("/en/changes/", {"hackathon": event.pk}).content.decode()
    assert "Decidim" in listed
    assert "Consul" not in listed


def test_teams_are_ordered_by_what_they_did_only_with_a_ranking(
    client: Client, event: Hackathon
) -> None:
    add(event, "Decidim", team=event.occasion.teams.get(name="Red"))
    without = client.get(PAGE).content.decode()
    Hackathon.objects.update(has_ranking=True)
    ranked = client.get(PAGE).content.decode()

    assert without.index(BAR % "Blue") < without.index(BAR % "Red")
    assert ranked.index(BAR % "Red") < ranked.index(BAR % "Blue")


def test_page_names_nobody_and_counts_the_tasks_done(
    client: Client, event: Hackathon
) -> None:
    person = UserFactory(display_name="Grace Hopper")
    MembershipFactory(hackathon=event, person=person, is_named=False)
    tool = add(event, "First", by=person)
    Claim.objects.create(
        hackathon=event,
        gap="licence",
        entry_id=tool.pk,
        person=person,
        expires_at=timezone.now(),
        done_at=timezone.now(),
    )

    page = client.get(PAGE).content.decode()

    assert "Grace" not in page
    assert '<span>Tasks done</span><span class="num">1</span>' in page


def test_page_costs_as_much_with_many_entries_as_with_few(
    client: Client, event: Hackathon, contributor: User
) -> None:
    MembershipFactory(hackathon=event, person=contributor)
    client.force_login(contributor)
    session = client.session
    session["hackathon"] = event.pk
    session.save()
    add(event, "First", by=contributor)
    client.get(PAGE)
    few = queries(client, PAGE)
    for number in range(5):
        add(event, f"Tool {number}", by=contributor)

    # Gaps are counted once more after a write, and kept until the next one.
    assert queries(client, PAGE) == few + 1 == 15
    assert queries(client, PAGE) == few
    assert Change.objects.count() == 6


def test_organizers_are_led_to_the_archive_of_a_closed_hackathon(
    client: Client,
) -> None:
    organizer = UserFactory(is_organizer=True)
    hackathon = HackathonFactory(closed=True, organizers=[organizer])
    client.force_login(organizer)

    page = client.get(hackathon.get_absolute_url()).content.decode()

    assert f'href="{hackathon.get_absolute_url()}archive/"' in page

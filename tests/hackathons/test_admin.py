import pytest
from django.test import Client

from accounts.models import User
from hackathons.models import Hackathon
from tests.factories import HackathonFactory, UserFactory

pytestmark = pytest.mark.django_db
GOOD = {
    **{"name": "Night", "time_zone": "UTC", "code": "7F3K"},
    **{"opens_at_0": "2026-11-12", "opens_at_1": "09:00"},
    **{"closes_at_0": "2026-11-12", "closes_at_1": "17:00"},
}


@pytest.fixture
def event() -> Hackathon:
    return HackathonFactory(name="Open day", place="Nairobi")


@pytest.fixture
def administrator() -> User:
    return UserFactory(is_superuser=True)


def address(event: Hackathon) -> str:
    return f"/admin/hackathons/hackathon/{event.pk}/change/"


def test_moderators_see_hackathons_and_change_none(
    client: Client, event: Hackathon
) -> None:
    client.force_login(UserFactory(is_staff=True))

    page = client.get(address(event))
    sent = client.post(address(event), {"place": "Paris"})

    assert b"Nairobi" in page.content
    assert sent.status_code == 403


def test_administrators_change_name_and_organizers(
    client: Client, event: Hackathon, administrator: User, contributor: User
) -> None:
    client.force_login(administrator)
    sent = client.post(address(event), {**GOOD, "organizers": [contributor.pk]})

    event = Hackathon.objects.get()
    assert sent.status_code == 302
    assert event.name == "Night"
    assert event.is_organized_by(contributor)


def test_times_in_the_wrong_order_are_refused(
    client: Client, event: Hackathon, administrator: User
) -> None:
    client.force_login(administrator)
    sent = client.post(address(event), {**GOOD, "closes_at_0": "2001-01-01"})

    assert b"It must close after it opens." in sent.content

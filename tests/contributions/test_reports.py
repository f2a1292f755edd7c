"""Telling moderators that an entry, or a change to it, is not right."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from accounts.models import User
from catalogue.models import Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Report
from tests.browsing import page, words
from tests.factories import ToolFactory, UserFactory
from tests.forms import fields_of, send
from tests.threads import overlapping

pytestmark = pytest.mark.django_db

ADDRESS = "/en/tools/decidim/report/"
SPAM = {"reason": "spam", "message": "It sells shoes."}
ROLES = {
    "guest": {"is_guest": True},
    "contributor": {},
    "organizer": {"is_organizer": True},
    "moderator": {"is_staff": True},
    "administrator": {"is_superuser": True, "is_staff": True},
}


@pytest.fixture
def tool(db: None) -> Tool:
    return ToolFactory(name="Decidim")


@pytest.fixture(autouse=True)
def typed_at_once(settings):
    settings.SHORTEST_TYPING = timedelta(0)


def test_entry_leads_to_its_report_form(client, tool):
    link = page(client, "/en/tools/decidim/").find("a", string="Report a problem")

    assert link["href"] == ADDRESS
    assert "Decidim" in page(client, ADDRESS).h1.text


def test_visitor_reports_without_an_account(client, tool):
    response = send(client, ADDRESS, **SPAM)

    report = Report.objects.get()
    assert response["Location"] == "/en/tools/decidim/report/thanks/"
    assert "It was received" in words(page(client, response["Location"]).main)
    assert (report.entry_id, report.change, report.person) == (tool.pk, None, None)
    assert (report.reason, report.message) == ("spam", "It sells shoes.")
    assert report.handled_at is None


@pytest.mark.parametrize("role", [role for role in ROLES if role != "guest"])
def test_everybody_who_signed_in_reports_by_name(client, tool, role):
    person = UserFactory(**ROLES[role])
    client.force_login(person)

    assert client.get(ADDRESS).status_code == 200
    client.post(ADDRESS, SPAM)

    assert Report.objects.get().person == person


def test_change_is_reported_with_its_entry(client, tool, contributor):
    actions.edit(tool, {"licence": "MIT"}, Why(by=contributor))
    change = tool.changes.get(version=2)
    address = f"/en/changes/{change.pk}/report/"
    assert "contributor" in words(page(client, address).main)

    response = send(client, address, **SPAM)

    report = Report.objects.get()
    assert response["Location"] == "/en/tools/decidim/report/thanks/"
    assert (report.entry_id, report.change) == (tool.pk, change)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"reason": ""}, "Choose one."),
        ({"reason": "whim"}, "Select a valid choice"),
        ({"reason": "other", "message": " "}, "Say in a few words"),
        ({"message": "Kept words " + "x" * 2000}, "at most 2000 characters"),
        ({"message": "Kept words \u202e"}, "invisible characters"),
        ({"message": "nul \0"}, "Null characters"),
    ],
)
def test_wrong_report_is_shown_with_what_was_typed(client, tool, typed, message):
    sent = {**SPAM, **typed}

    response = send(client, ADDRESS, **sent)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert sent["message"].strip() in response.content.decode()
    assert not Report.objects.exists()


def test_report_of_a_machine_is_refused(client, tool):
    response = send(client, ADDRESS, **SPAM, subject="Shoes")

    assert response.status_code == 422
    assert "Empty this field" in response.content.decode()
    assert not Report.objects.exists()


def test_report_faster_than_hands_is_asked_to_wait(client, tool, settings):
    settings.SHORTEST_TYPING = timedelta(seconds=3)

    response = send(client, ADDRESS, **SPAM)

    assert response.status_code == 422
    assert fields_of(response.content)["message"] == "It sells shoes."


def test_reports_have_a_limit_an_hour(client, tool, settings):
    settings.MOST_SENT_BY_AN_ADDRESS_AN_HOUR = 1
    send(client, ADDRESS, **SPAM)

    response = send(client, ADDRESS, reason="wrong", message="Kept words")

    assert response.status_code == 429
    assert "Retry-After" in response
    assert fields_of(response.content)["message"] == "Kept words"
    assert Report.objects.count() == 1


def test_empty_report_is_refused(client, tool):
    assert client.post(ADDRESS, {}).status_code == 422


def test_same_person_reports_the_same_thing_once_a_day(client, tool, contributor):
    client.force_login(contributor)
    client.post(ADDRESS, SPAM)

    again = client.post(ADDRESS, {"reason": "wrong", "message": "Again."})

    assert again["Location"] == "/en/tools/decidim/report/thanks/"
    assert Report.objects.get().reason == "spam"


def test_same_thing_may_be_reported_another_day(tool, contributor):
    actions.report(tool, reason="spam", by=contributor)
    Report.objects.update(created_at=F("created_at") - timedelta(hours=25))

    actions.report(tool, reason="spam", by=contributor)

    assert Report.objects.count() == 2


def test_other_people_and_other_things_are_other_reports(tool, contributor):
    change, other = tool.changes.get(), ToolFactory()
    actions.report(tool, reason="spam", by=contributor)
    actions.report(tool, reason="spam", by=contributor, change=change)
    actions.report(other, reason="spam", by=contributor)
    actions.report(tool, reason="spam", by=UserFactory())
    actions.report(tool, reason="spam")

    assert Report.objects.count() == 5


def test_visitors_who_say_something_else_are_heard(tool):
    for message in ("One.", "One.", "Two."):
        actions.report(tool, reason="wrong", message=message)

    assert Report.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_report_sent_twice_at_once_is_stored_once():
    tool, person = ToolFactory(), UserFactory()

    one, two = overlapping(
        *[lambda: actions.report(tool, reason="spam", by=person)] * 2
    )

    assert one.pk == two.pk
    assert Report.objects.count() == 1


def test_hidden_entry_is_reported_by_moderators_only(client, moderator):
    tool = ToolFactory(name="Decidim", hidden=True)
    change = tool.changes.first()
    addresses = (ADDRESS, f"/en/changes/{change.pk}/report/", f"{ADDRESS}thanks/")

    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(ADDRESS, SPAM).status_code == 404
    client.force_login(moderator)
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_change_that_is_not_there_has_no_report(client, db, pk):
    assert client.get(f"/en/changes/{pk}/report/").status_code == 404


def test_old_address_of_an_entry_leads_to_the_report_of_today(client, tool):
    actions.edit(tool, {"name": "Decidim now"}, Why(by=None))

    for below in ("report/", "report/thanks/"):
        moved = client.get(f"/en/tools/decidim/{below}")
        assert moved["Location"] == f"/en/tools/decidim-now/{below}"


def test_report_form_is_for_one_browser_alone(client, tool):
    assert client.get(ADDRESS).cookies["csrftoken"]
    assert "ETag" not in Client().get(ADDRESS).headers


def select(client: Client, *reports: Report):
    chosen = [f"report:{report.pk}" for report in reports]
    data = {"do": "handle", "item": chosen, "confirmed": "1"}
    return client.post("/admin/queue/decide/", data)


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_moderators_handle_reports_once(client, tool, role):
    person = UserFactory(**ROLES[role])
    first, second = (actions.report(tool, reason=r) for r in ("spam", "wrong"))
    actions.handle_report(first, UserFactory())
    client.force_login(person)
    assert "handled" in client.get("/admin/contributions/report/").content.decode()

    select(client, first, second)

    assert list(Report.objects.filter(handled_by=person)) == [second]
    assert not Report.objects.filter(handled_at=None).exists()


@pytest.mark.parametrize("role", [None, "guest", "contributor", "organizer"])
def test_nobody_else_handles_reports(client, tool, role):
    report = actions.report(tool, reason="spam")
    if role:
        client.force_login(UserFactory(**ROLES[role]))

    assert client.get("/admin/contributions/report/").status_code == 302
    select(client, report)

    report.refresh_from_db()
    assert report.handled_at is None


def test_report_is_read_only_in_the_admin(client, tool, moderator: User):
    report = actions.report(tool, reason="spam", message="It sells shoes.")
    client.force_login(moderator)
    address = f"/admin/contributions/report/{report.pk}/change/"

    assert "It sells shoes." in client.get(address).content.decode()
    assert client.post(address, {"reason": "wrong"}).status_code == 403
    assert client.get("/admin/contributions/report/add/").status_code == 403

"""Telling moderators that a public collection is not right, and what they do then."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse

from accounts.models import User
from catalogue.models import Collection
from contributions import actions
from contributions.models import Report
from tests.browsing import page, words
from tests.factories import CollectionFactory, ToolFactory, UserFactory
from tests.forms import send
from tests.threads import overlapping

pytestmark = pytest.mark.django_db

DECIDE = "/admin/queue/decide/"
MAPS = "/en/collections/maps/"
SPAM = {"reason": "spam", "message": "It sells shoes."}


@pytest.fixture(autouse=True)
def typed_at_once(settings):
    settings.SHORTEST_TYPING = timedelta(0)


@pytest.fixture
def owner(db: None) -> User:
    return UserFactory(display_name="Olga")


@pytest.fixture
def maps(owner: User) -> Collection:
    return CollectionFactory(title="Maps", person=owner, public=True)


@pytest.fixture
def told(maps: Collection) -> Report:
    return actions.report(maps, **SPAM)


@pytest.fixture
def moderated(client, moderator):
    client.force_login(moderator)
    return client


def said(response: HttpResponse) -> str:
    return words(BeautifulSoup(response.content, "html.parser").main)


def review(report: Report) -> str:
    return f"/admin/queue/report/{report.pk}/"


def test_collection_leads_strangers_to_its_report_form(client, maps, owner):
    link = page(client, MAPS).find("a", string="Report a problem")
    assert link["href"] == f"{MAPS}report/"
    form = page(client, link["href"])
    assert "Report a problem with Maps" in (form.h1.text, form.title.text.strip())
    assert form.find("a", string="Back without a change")["href"] == MAPS

    client.force_login(owner)
    assert page(client, MAPS).find("a", string="Report a problem") is None


def test_visitor_reports_a_collection_without_an_account(client, maps):
    response = send(client, f"{MAPS}report/", **SPAM)

    report = Report.objects.get()
    assert response["Location"] == f"{MAPS}report/thanks/"
    thanks = page(client, response["Location"]).main
    assert thanks.find("a", string="Maps")["href"] == MAPS
    assert (report.collection, report.entry, report.change) == (maps, None, None)
    assert (report.reason, report.message) == ("spam", "It sells shoes.")


def test_wrong_report_of_a_collection_is_shown_with_what_was_typed(client, maps):
    response = send(client, f"{MAPS}report/", reason="", message="Kept words")

    assert response.status_code == 422
    assert "Kept words" in response.content.decode()
    assert not Report.objects.exists()


def test_private_collection_is_not_there_to_be_reported(client):
    CollectionFactory(title="Mine")

    for below in ("report/", "report/thanks/"):
        assert client.get(f"/en/collections/mine/{below}").status_code == 404


def test_same_person_reports_a_collection_once_a_day(maps, contributor):
    actions.report(maps, reason="spam", by=contributor)
    actions.report(maps, reason="wrong", by=contributor)
    other = CollectionFactory(public=True)
    actions.report(other, reason="spam", by=contributor)
    actions.report(ToolFactory(), reason="spam", by=contributor)

    assert Report.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_collection_reported_twice_at_once_is_reported_once():
    maps, person = CollectionFactory(public=True), UserFactory()

    one, two = overlapping(
        *[lambda: actions.report(maps, reason="spam", by=person)] * 2
    )

    assert one.pk == two.pk


def test_reported_collection_stands_in_the_queue_and_in_the_list(moderated, told):
    actions.report(ToolFactory(name="Decidim"), reason="wrong")

    queue = page(moderated, "/admin/queue/").main
    row = queue.find("a", string="Maps").find_parent("tr")
    assert {"collection", "Report", "Spam or advertising"} <= set(row.stripped_strings)
    assert queue.find("a", string="Maps")["href"] == review(told)
    for query in ("?kind=tool", "?tag=maps", "?asked=asked"):
        assert "Maps" not in words(page(moderated, f"/admin/queue/{query}"))
    found = page(moderated, "/admin/contributions/report/?collection__isempty=0").main
    assert "Maps" in words(found)
    assert "Decidim" not in words(found)


def test_moderator_makes_a_reported_collection_private(moderated, told, maps, owner):
    shown = words(page(moderated, review(told)).main)
    assert "Olga" in shown
    assert "It sells shoes." in shown

    sent = {"do": "private", "reason": "It advertises.", "note": "Seen before."}
    moderated.post(review(told), sent)

    maps.refresh_from_db()
    told.refresh_from_db()
    assert (maps.is_public, maps.private_because) == (False, "It advertises.")
    assert told.handled_at is not None
    assert told.note == "Seen before."
    done = words(page(moderated, "/admin/contributions/act/?what=admin"))
    assert "It advertises." in done


def test_owner_reads_why_and_may_publish_again(client, maps, owner, moderator):
    actions.take_from_public(maps, moderator, "It advertises.")
    client.force_login(owner)

    shown = words(page(client, MAPS).main)
    assert "A moderator made this collection private" in shown
    assert "It advertises." in shown
    for address in ("/en/profile/", "/en/collections/"):
        assert "made private by a moderator" in words(page(client, address))

    actions.edit_collection(maps, is_public=True)
    maps.refresh_from_db()
    assert maps.private_because == ""
    assert "moderator" not in words(page(client, MAPS).main)


def test_collection_is_not_made_private_without_a_reason(moderated, told, maps):
    sent = {"do": "private", "reason": " ", "note": "Kept words"}
    response = moderated.post(review(told), sent)

    maps.refresh_from_db()
    told.refresh_from_db()
    assert response.status_code == 422
    assert "Say why: its owner reads it." in response.content.decode()
    assert "Kept words" in response.content.decode()
    assert maps.is_public
    assert told.handled_at is None


@pytest.mark.parametrize("reason", ["nul \0", "x" * 401])
def test_reason_that_cannot_be_kept_is_refused(moderated, told, maps, reason):
    response = moderated.post(review(told), {"do": "private", "reason": reason})

    maps.refresh_from_db()
    assert response.status_code == 422
    assert maps.is_public


def test_report_of_a_collection_is_dismissed(moderated, told, maps):
    moderated.post(review(told), {"do": "handle", "note": "It is fine."})

    maps.refresh_from_db()
    told.refresh_from_db()
    assert maps.is_public
    assert told.note == "It is fine."
    assert "Maps" in words(page(moderated, "/admin/contributions/act/?what=report"))


def test_second_moderator_is_told_and_does_nothing(moderated, told, maps):
    actions.handle_report(told, UserFactory(display_name="Ada", is_staff=True))

    response = moderated.post(review(told), {"do": "private", "reason": "Spam."})

    maps.refresh_from_db()
    assert response.status_code == 409
    assert "Ada has handled this." in response.content.decode()
    assert maps.is_public


def test_entry_is_not_made_private(moderated):
    told = actions.report(ToolFactory(), reason="spam")

    response = moderated.post(review(told), {"do": "private", "reason": "Spam."})

    told.refresh_from_db()
    assert response.status_code == 422
    assert told.handled_at is None


def test_reports_of_collections_are_handled_in_bulk(moderated, told, maps):
    sent = {"do": "handle", "item": [f"report:{told.pk}"]}
    assert "Maps" in said(moderated.post(DECIDE, sent))
    moderated.post(DECIDE, {**sent, "confirmed": "1"})

    told.refresh_from_db()
    assert told.handled_at is not None
    again = said(moderated.post(DECIDE, sent))
    assert "Maps" in again


def test_reports_go_with_the_collection_that_its_owner_deletes(moderated, maps, told):
    actions.delete_collection(maps)

    assert not Report.objects.exists()
    assert moderated.get(review(told)).status_code == 404
    assert moderated.post(review(told), {"do": "private"}).status_code == 404


def test_moderator_who_reads_a_report_while_its_collection_goes(
    moderated, told, maps, monkeypatch
):
    gone = actions.make_reported_private

    def deleted_before(*args):
        actions.delete_collection(maps)
        gone(*args)

    monkeypatch.setattr(actions, "make_reported_private", deleted_before)

    response = moderated.post(review(told), {"do": "private", "reason": "Spam."})

    assert response.status_code == 404


def test_account_is_deleted_with_its_private_reported_collections(
    maps, told, owner, moderator
):
    actions.take_from_public(maps, moderator, "It advertises.")

    actions.delete_account(owner)

    assert not Collection.objects.exists()


def test_export_of_a_person_names_the_reported_collection(
    client, maps, contributor, owner, moderator
):
    actions.report(maps, reason="spam", by=contributor)
    actions.take_from_public(maps, moderator, "It advertises.")

    client.force_login(contributor)
    export = client.get("/en/profile/export/").json()
    assert export["reports"][0]["collection_id"] == maps.pk
    client.force_login(owner)
    export = client.get("/en/profile/export/").json()
    assert export["collections"][0]["private_because"] == "It advertises."


def test_other_reports_of_a_collection_are_handled_with_the_one(
    moderated, told, maps, contributor
):
    other = actions.report(maps, reason="wrong", by=contributor)
    elsewhere = actions.report(CollectionFactory(public=True), reason="spam")
    handled = actions.report(maps, reason="copied", by=UserFactory())
    actions.handle_report(handled, UserFactory(), "Seen to.")
    shown = words(page(moderated, review(told)).main)
    assert "1 other report about it waits too" in shown

    sent = {"do": "private", "reason": "It advertises.", "note": "Seen before."}
    moderated.post(review(told), sent)

    notes = dict(Report.objects.exclude(handled_at=None).values_list("pk", "note"))
    assert notes == {
        told.pk: "Seen before.",
        other.pk: "It advertises.",
        handled.pk: "Seen to.",
    }
    assert elsewhere.pk not in notes


def test_collection_that_stays_public_keeps_its_other_reports(
    moderated, told, maps, contributor
):
    other = actions.report(maps, reason="wrong", by=contributor)

    moderated.post(review(told), {"do": "handle"})

    other.refresh_from_db()
    assert other.handled_at is None


@pytest.mark.parametrize("hide", ["one", "many"])
def test_reports_of_an_entry_are_handled_when_it_is_hidden(moderated, hide):
    tool = ToolFactory(name="Shoes")
    reports = [actions.report(tool, reason=reason) for reason in ("spam", "wrong")]
    kept = actions.report(ToolFactory(name="Decidim"), reason="spam")
    addresses = {
        "one": f"/admin/queue/entry/{tool.pk}/",
        "many": f"/admin/hide/?entry={tool.pk}",
    }

    sent = {"do": "hide", "reason": "Advertising.", "seen": "published"}
    moderated.post(addresses[hide], sent)

    found = Report.objects.exclude(handled_at=None).order_by("pk")
    assert [one.pk for one in found] == [one.pk for one in reports]
    assert {one.note for one in found} == {"Advertising."}
    assert kept not in found


def test_refused_reason_leaves_all_reports_waiting(moderated, told, maps, contributor):
    actions.report(maps, reason="wrong", by=contributor)

    moderated.post(review(told), {"do": "private", "reason": " "})

    assert not Report.objects.exclude(handled_at=None).exists()

"""Gaps as tasks: each is given to one person at a time, and counted when done."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from contributions import actions
from contributions.actions import Why
from contributions.models import Duplicate
from hackathons import claiming, gaps
from hackathons.middleware import JOINED
from hackathons.models import Claim, Hackathon, Membership, WorkItem
from tests.counting import queries
from tests.factories import (
    HackathonFactory,
    MembershipFactory,
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
)
from tests.gathering import add, improve, summarized
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TASKS = "/en/hackathons/open-day/tasks/"
TAKE = f"{TASKS}licence/take/"
ITEMS = f"{TASKS}items/"
THREADS = 50


@pytest.fixture
def hackathon(db: None) -> Hackathon:
    return HackathonFactory(name="Open day")


@pytest.fixture
def member(hackathon: Hackathon) -> Membership:
    return MembershipFactory(hackathon=hackathon, guest=True)


@pytest.fixture
def at_work(client: Client, member: Membership) -> Client:
    return signed_in(client, member)


def signed_in(client: Client, member: Membership) -> Client:
    client.force_login(member.person)
    session = client.session
    session[JOINED] = member.hackathon_id
    session.save()
    return client


def names_left(hackathon: Hackathon) -> dict[str, int]:
    return {name: number for name, number in gaps.count(hackathon).items() if number}


def expire(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(expires_at=timezone.now())


def test_gaps_are_counted_for_each_kind(hackathon: Hackathon) -> None:
    used = ToolFactory(licence="MIT", repository="https://example.org/a", summary="A")
    ToolFactory(licence="proprietary", website="https://www.example.org/same/")
    twin = ToolFactory(website="http://example.org/same", texts=summarized("B"))
    UseCaseFactory(links=[link("uses", used)], summary="C")
    OrganizationFactory(country="FR", summary="D")
    OrganizationFactory()
    french = {"fr": {"summary": "Vieux", "outdated": True}}
    actions.edit(twin, {"texts": {**french, **summarized("B")}}, Why(by=None))

    assert names_left(hackathon) == {
        "use-case": 2,
        "duplicate": 2,
        "summary": 2,
        "licence": 1,
        "repository": 1,
        "use-case-country": 1,
        "organization-country": 1,
        "translation": 1,
    }


def test_gaps_are_counted_once_until_somebody_writes(
    client: Client, hackathon: Hackathon
) -> None:
    tool = ToolFactory()
    first = client.get(TASKS).content.decode()
    kept = queries(client, TASKS)
    actions.edit(tool, {"licence": "MIT"}, Why(by=None))

    after = client.get(TASKS).content.decode()

    assert "Tools without a licence" in first
    assert "Tools without a licence" not in after
    assert queries(client, TASKS) == kept


def test_gaps_are_those_of_published_entries_with_its_tags(
    hackathon: Hackathon,
) -> None:
    voting = TagFactory(name="Voting")
    hackathon.tags.add(voting, TagFactory(name="Maps"))
    ToolFactory(tags=[voting], summary="A")
    ToolFactory(tags=[TagFactory(name="Other")])
    ToolFactory(tags=[voting], hidden=True)

    assert names_left(hackathon) == {"licence": 1, "repository": 1, "use-case": 1}


def test_member_takes_a_task_and_is_led_to_its_field(
    at_work: Client, member: Membership
) -> None:
    tool = ToolFactory(name="Decidim")

    answer = at_work.post(TAKE)

    assert answer["Location"] == "/en/tools/decidim/edit/?field=licence#id_licence"
    claim = Claim.objects.get()
    assert (claim.entry_id, claim.person_id) == (tool.pk, member.person_id)
    held = claim.expires_at - timezone.now()
    assert timedelta(minutes=14) < held <= timedelta(minutes=15)


@pytest.mark.parametrize(
    "gap, record, address",
    [
        ("use-case", {}, "/en/tools/decidim/use/"),
        ("summary", {}, "/en/tools/decidim/edit/?field=summary#id_summary"),
    ],
)
def test_each_gap_leads_to_a_form_that_fills_it(
    at_work: Client, gap: str, record: dict[str, str], address: str
) -> None:
    ToolFactory(name="Decidim", **record)

    answer = at_work.post(f"{TASKS}{gap}/take/")

    assert answer["Location"] == address
    assert at_work.get(address).status_code == 200


def test_outdated_translation_is_opened_in_its_language(
    at_work: Client,
) -> None:
    french = {"fr": {"summary": "Vieux", "outdated": True}}
    ToolFactory(name="Decidim", texts={**french, **summarized("New")})

    answer = at_work.post(f"{TASKS}translation/take/")

    assert answer["Location"] == "/en/tools/decidim/edit/?language=fr"


def test_task_of_one_is_not_offered_to_another_for_a_while(
    hackathon: Hackathon,
) -> None:
    ToolFactory()
    claim = claiming.take(hackathon, "licence", UserFactory())
    assert claim
    other = UserFactory()

    assert claiming.take(hackathon, "licence", other) is None
    expire(claim)
    later = claiming.take(hackathon, "licence", other)

    assert later
    assert later.entry_id == claim.entry_id
    assert later.person == other


def test_who_asks_again_is_given_what_they_hold(hackathon: Hackathon) -> None:
    ToolFactory()
    ToolFactory()
    person = UserFactory()

    first = claiming.take(hackathon, "licence", person)
    assert claiming.take(hackathon, "licence", person) == first


def test_task_given_back_is_free_at_once(at_work: Client, hackathon: Hackathon) -> None:
    ToolFactory()
    at_work.post(TAKE)
    claim = Claim.objects.get()

    at_work.post(f"{TASKS}{claim.pk}/give-back/")

    assert claiming.take(hackathon, "licence", UserFactory())


def test_nobody_gives_back_what_others_hold(
    at_work: Client, hackathon: Hackathon
) -> None:
    ToolFactory()
    claim = claiming.take(hackathon, "licence", UserFactory())
    assert claim

    assert at_work.post(f"{TASKS}{claim.pk}/give-back/").status_code == 404


def test_task_is_done_when_its_holder_filled_the_gap(
    at_work: Client, hackathon: Hackathon, member: Membership
) -> None:
    tool = ToolFactory()
    at_work.post(TAKE)
    improve(hackathon, tool, by=member.person, licence="MIT")

    at_work.post(f"{TASKS}nothing/take/")

    assert Claim.objects.get().done_at
    assert "1 done" in at_work.get(TASKS).content.decode()


def test_task_is_not_done_by_somebody_elses_change(
    hackathon: Hackathon, member: Membership
) -> None:
    tool = ToolFactory()
    claiming.take(hackathon, "licence", member.person)
    improve(hackathon, tool, by=UserFactory(), licence="MIT")

    claiming.settle(hackathon)

    assert Claim.objects.get().done_at is None


def test_task_is_not_done_by_another_change_of_its_holder(
    hackathon: Hackathon, member: Membership
) -> None:
    tool = ToolFactory()
    claiming.take(hackathon, "licence", member.person)
    improve(hackathon, tool, by=member.person, form="software")

    claiming.settle(hackathon)

    assert Claim.objects.get().done_at is None


def test_tool_gets_its_use_case_from_who_took_the_task(
    hackathon: Hackathon, member: Membership
) -> None:
    tool = ToolFactory()
    claiming.take(hackathon, "use-case", member.person)
    links = [link("uses", tool)]
    add(hackathon, "Case", kind="use_case", by=member.person, links=links)

    claiming.settle(hackathon, member.person)

    assert Claim.objects.get().done_at


def test_likely_duplicate_is_done_when_it_was_reported(
    hackathon: Hackathon, member: Membership
) -> None:
    ToolFactory(website="https://example.org/")
    ToolFactory(website="https://example.org/")
    claim = claiming.take(hackathon, "duplicate", member.person)
    assert claim and claim.entry
    actions.report(claim.entry, reason="duplicate", by=member.person)

    claiming.settle(hackathon, member.person)

    assert Claim.objects.get().done_at


def test_work_item_leads_to_a_new_entry_and_is_done_by_it(
    at_work: Client, hackathon: Hackathon, member: Membership
) -> None:
    WorkItem.objects.create(hackathon=hackathon, text="https://example.org/?a=b&c")
    take = f"{TASKS}work-items/take/"

    answer = at_work.post(take)
    add(hackathon, "Other", by=member.person)
    at_work.post(take)
    assert not Claim.objects.get().done_at
    why = Why(by=member.person, occasion=hackathon.occasion)
    website = {"website": "https://www.example.org/tool"}
    entry = actions.create("tool", {"name": "Example", **website}, why)
    at_work.post(take)

    assert answer["Location"] == (
        "/en/tools/add/?website=https%3A%2F%2Fexample.org%2F%3Fa%3Db%26c"
    )
    assert WorkItem.objects.get().entry_id == entry.pk
    assert Claim.objects.get().done_at


@pytest.mark.parametrize(
    "text, name, is_done",
    [
        ("Consul", "CONSUL Democracy", True),
        ("Your Priorities (Citizens Foundation)", "Your Priorities", True),
        ("Décidim", "decidim", True),
        ("Consul", "Decidim", False),
        ("منصة المشاركة", "منصة المشاركة المواطنة", True),
    ],
)
def test_work_item_is_done_by_an_entry_of_its_name(
    hackathon: Hackathon, member: Membership, text: str, name: str, is_done: bool
) -> None:
    item = WorkItem.objects.create(hackathon=hackathon, text=text)
    claiming.take(hackathon, "work-items", member.person)
    entry = add(hackathon, name, by=member.person)

    claiming.settle(hackathon, member.person)

    item.refresh_from_db()
    assert item.entry_id == (entry.pk if is_done else None)


def test_work_item_is_done_by_an_entry_that_was_there_and_is_improved(
    hackathon: Hackathon, member: Membership
) -> None:
    tool = ToolFactory(name="Decidim")
    item = WorkItem.objects.create(hackathon=hackathon, text="decidim")
    claiming.take(hackathon, "work-items", member.person)
    why = Why(by=member.person, occasion=hackathon.occasion)
    actions.edit(tool, {"licence": "MIT"}, why)

    claiming.settle(hackathon, member.person)

    item.refresh_from_db()
    assert item.entry_id == tool.pk


def test_likely_pairs_are_a_gap_until_somebody_finds_them_two(
    hackathon: Hackathon, moderator: User
) -> None:
    same = {"website": "https://example.org/", "summary": "A"}
    OrganizationFactory(name="Agency for openness", country="FR", **same)
    OrganizationFactory(name="The agency for openness", country="FR", **same)
    ToolFactory(name="Decidim", summary="A")
    ToolFactory(name="Decidim", summary="A")
    actions.find_duplicates()
    assert names_left(hackathon)["duplicate"] == 4

    for pair in Duplicate.objects.all():
        actions.dismiss(pair, moderator)

    assert "duplicate" not in names_left(hackathon)


@pytest.mark.parametrize(
    "record, field",
    [
        ({"website": "http://code.google.com/p/thing/"}, "website"),
        ({"website": "https://web.archive.org/web/2013/http://a.example/"}, "website"),
        ({"website": "https://THING.codeplex.com"}, "website"),
        ({"repository": "https://gitorious.org/thing.git"}, "repository"),
    ],
)
def test_address_on_a_closed_site_is_a_gap(
    hackathon: Hackathon, member: Membership, record: dict[str, str], field: str
) -> None:
    ToolFactory(name="Thing", **record)
    ToolFactory(website="https://example.org/code.google.com/", repository="")

    claim = claiming.take(hackathon, "address", member.person)

    assert names_left(hackathon)["address"] == 1
    assert claim and claim.entry and claim.entry.name == "Thing"
    assert f"?field={field}#" in claiming.address(claim)


def test_nothing_left_is_said(at_work: Client) -> None:
    answer = at_work.post(TAKE, follow=True)

    assert "Nothing is left here" in answer.content.decode()


def test_tasks_are_for_members_of_this_hackathon(
    client: Client, hackathon: Hackathon
) -> None:
    ToolFactory()
    signed_in(client, MembershipFactory(hackathon=HackathonFactory()))

    assert client.post(TAKE).status_code == 403
    assert "Take one" not in client.get(TASKS).content.decode()


def test_tasks_end_with_the_hackathon(client: Client) -> None:
    closed = HackathonFactory(name="Open day", closed=True)
    ToolFactory()
    signed_in(client, MembershipFactory(hackathon=closed, guest=True))

    assert client.post(TAKE).status_code == 403


def test_page_of_tasks_has_a_query_budget(
    at_work: Client, hackathon: Hackathon
) -> None:
    counts = []
    for _number in range(3):
        ToolFactory(website="https://example.org/")
        UseCaseFactory()
        counts.append(queries(at_work, TASKS))

    assert counts == [11, 11, 11]


def test_organizer_pastes_a_list(client: Client, hackathon: Hackathon) -> None:
    organizer: User = UserFactory()
    hackathon.organizers.add(organizer)
    client.force_login(organizer)
    WorkItem.objects.create(hackathon=hackathon, text="Decidim")

    answer = client.post(ITEMS, {"lines": "Decidim\r\n\r\n  Consul \nConsul\n"})

    assert answer.status_code == 302
    texts = WorkItem.objects.order_by("pk").values_list("text", flat=True)
    assert [*texts] == ["Decidim", "Consul"]
    assert "2 left" in re.sub(r"\s+", " ", client.get(TASKS).content.decode())


@pytest.mark.parametrize(
    "lines, message",
    [
        ("", "This field is required."),
        ("\n".join(map(str, range(501))), "These are 501 lines"),
        ("x" * 501, "This line is too long"),
        ("a\0b", "ull characters"),
    ],
)
def test_list_that_cannot_be_kept_is_refused_beside_its_field(
    client: Client, hackathon: Hackathon, lines: str, message: str
) -> None:
    organizer: User = UserFactory()
    hackathon.organizers.add(organizer)
    client.force_login(organizer)

    answer = client.post(ITEMS, {"lines": lines})

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not WorkItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_tasks_taken_at_once_are_each_taken_by_one() -> None:
    hackathon = HackathonFactory()
    news = [actions.NewEntry("tool", {"name": f"Tool {n}"}) for n in range(THREADS)]
    actions.create_many(news, Why(by=None))
    people = [UserFactory() for _ in range(THREADS)]

    def taking(person: User) -> Claim | None:
        return claiming.take(hackathon, "licence", person)

    claims = at_once(*[lambda p=person: taking(p) for person in people])

    assert len({claim.entry_id for claim in claims}) == THREADS
    assert len({claim.person_id for claim in claims}) == THREADS
    assert claiming.take(hackathon, "licence", UserFactory()) is None

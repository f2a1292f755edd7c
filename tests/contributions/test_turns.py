"""Who waits for whom: new entries that stand alone are written beside each other."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from accounts.models import User
from catalogue import records, version
from catalogue.models import Tool
from contributions import actions
from contributions.actions import AlreadyHere, Why, drafts
from contributions.models import Change, Confirmation
from contributions.submissions import Submission
from tests.contributions.test_simultaneous_forms import assert_nothing_is_stale
from tests.factories import OrganizationFactory, TagFactory, ToolFactory, UserFactory
from tests.threads import LONGEST_WAIT

pytestmark = pytest.mark.django_db(transaction=True)
DRAFT = UUID("5b0a1d8e-6a55-4f5e-9d5b-0c1f4c8d7a10")
# Who waits for another transaction waits in no database, but holds tables of one.
WAITING = """
SELECT locktype FROM pg_locks WHERE NOT granted AND pid IN (
    SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE datname = current_database()
)
"""


def tool(name: str, **record: Any) -> Submission:
    whole = records.complete("tool", {"name": name, "texts": {}, "links": [], **record})
    return Submission("tool", whole)


def send(submission: Submission, person: User, draft: UUID | None = None) -> Any:
    try:
        return actions.submit(submission, Why(by=person), draft).entry.slug
    except AlreadyHere as error:
        return [entry.slug for entry in error.entries]
    finally:
        connection.close()


def meet(*acts: Callable[[], Any]) -> tuple[int, list[Any]]:
    """Send one after the other while no commit is possible; what each gave.

    Beside it, how many of them waited for another's turn, not for the commit.
    """
    with ThreadPoolExecutor(len(acts)) as pool:
        sent: list[Future] = []
        with transaction.atomic():
            version.bump()
            for act in acts:
                sent.append(pool.submit(act))
                waiting = _wait_for(sent)
        return waiting.count("advisory"), [future.result() for future in sent]


def _wait_for(sent: list[Future]) -> list[str]:
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline and not any(future.done() for future in sent):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            found = [name for (name,) in cursor.fetchall()]
        if len(found) == len(sent):
            return found
        time.sleep(0.01)
    raise TimeoutError(f"{len(sent)} should wait for a lock.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (tool("Decidim"), tool("Consul")),
        (tool("Decidim", licence="MIT"), tool("Consul", licence="MIT")),
        (
            tool("Decidim", website="https://code.org/decidim"),
            tool("Consul", website="https://code.org/consul"),
        ),
    ],
    ids=["names", "a new value of a facet", "addresses"],
)
def test_entries_that_stand_alone_are_written_beside_each_other(
    one: Submission, other: Submission
) -> None:
    people = UserFactory.create_batch(2)

    waited, slugs = meet(lambda: send(one, people[0]), lambda: send(other, people[1]))

    assert waited == 0
    assert slugs == ["decidim", "consul"]
    assert_nothing_is_stale()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (tool("Décidim"), tool("decidim")),
        (tool("Decidim", texts={"fr": {"name": "Décider"}}), tool("Decider")),
        (
            tool("Decidim", website="http://www.decidim.org/"),
            tool("Consul", website="https://decidim.org"),
        ),
        (
            tool("Decidim", website="https://code.org/decidim"),
            tool("Consul", repository="https://code.org/decidim.git"),
        ),
    ],
    ids=["name", "translated name", "website", "repository"],
)
def test_second_of_two_that_may_be_the_same_waits_and_is_told(
    one: Submission, other: Submission
) -> None:
    people = UserFactory.create_batch(2)

    waited, gave = meet(lambda: send(one, people[0]), lambda: send(other, people[1]))

    assert waited == 1
    assert gave == ["decidim", ["decidim"]]
    assert_nothing_is_stale()


def test_two_that_could_take_one_address_get_two() -> None:
    ToolFactory(name="Budget")
    people = UserFactory.create_batch(2)

    waited, slugs = meet(
        lambda: send(tool("Bud.get"), people[0]),
        lambda: send(tool("Budget 2"), people[1]),
    )

    assert waited == 1
    assert slugs == ["budget-2", "budget-2-2"]
    assert_nothing_is_stale()


def test_draft_that_is_sent_twice_is_written_once() -> None:
    person = UserFactory()

    waited, slugs = meet(
        lambda: send(tool("Decidim"), person, DRAFT),
        lambda: send(tool("Decidim", licence="MIT"), person, DRAFT),
    )

    assert waited == 1
    assert slugs == ["decidim", "decidim"]
    assert Tool.objects.get().licence == "MIT"
    assert Change.objects.filter(draft=DRAFT).count() == 1
    assert_nothing_is_stale()


def test_what_links_waits_until_nobody_writes() -> None:
    maker = OrganizationFactory(name="mySociety")
    link = {"role": "developed_by", "object": maker.pk}
    people = UserFactory.create_batch(3)

    waited, slugs = meet(
        lambda: send(tool("Decidim"), people[0]),
        lambda: send(tool("Alaveteli", links=[link]), people[1]),
        lambda: send(tool("Consul"), people[2]),
    )

    assert waited == 2
    assert slugs == ["decidim", "alaveteli", "consul"]
    assert_nothing_is_stale()


def test_tag_is_renamed_while_a_new_entry_carries_it() -> None:
    tag, moderator, person = TagFactory(name="Voting"), UserFactory(), UserFactory()

    def rename() -> None:
        try:
            actions.edit_tag(tag, {"name": "Ballots"}, moderator, "Clearer.")
        finally:
            connection.close()

    waited, _ = meet(lambda: send(tool("Decidim", tags=[tag.pk]), person), rename)

    assert waited == 1
    assert_nothing_is_stale()


def block(person: User) -> None:
    try:
        actions.block(person, UserFactory(is_superuser=True), "Advertising.")
    finally:
        connection.close()


def test_person_is_blocked_while_their_form_is_sent() -> None:
    """Both hold the person and raise the version: in the same order."""
    person = UserFactory()

    _, [slug, _] = meet(
        lambda: send(tool("Decidim"), person, DRAFT), lambda: block(person)
    )

    person.refresh_from_db()
    assert slug == "decidim"
    assert person.is_blocked


def delete(person: User) -> None:
    try:
        actions.delete_account(person)
    finally:
        connection.close()


@pytest.mark.parametrize("end", [block, delete])
def test_account_ends_while_its_person_confirms(end: Callable[[User], None]) -> None:
    """Who confirmed is checked before the version is raised, not at the commit."""
    person, confirmed = UserFactory(), ToolFactory(licence="MIT")

    def confirm() -> None:
        try:
            actions.confirm(confirmed, "licence", person)
        finally:
            connection.close()

    meet(confirm, lambda: end(person))

    person.refresh_from_db()
    assert not person.is_active
    assert Confirmation.objects.get().person == person


def test_moderator_is_blocked_while_they_accept() -> None:
    """The version is raised with the entry, before it is noted who accepted."""
    moderator = UserFactory(is_staff=True)
    suggestion = actions.suggest(tool("Decidim"), Why(by=None))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            version.bump()
            blocked = pool.submit(block, moderator)
            _wait_for([blocked])
            actions.accept(suggestion, moderator)
        blocked.result()

    moderator.refresh_from_db()
    suggestion.refresh_from_db()
    assert moderator.is_blocked
    assert suggestion.decided_by == moderator


def test_account_is_deleted_while_its_form_is_sent() -> None:
    """Both hold the person and drop the draft: in the same order."""
    person = UserFactory()
    drafts.save_draft(DRAFT, person, "tool", None, {"name": ["Decidim"]})

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            drafts.change_of_draft(DRAFT, person)
            deleted = pool.submit(delete, person)
            _wait_for([deleted])
            drafts.drop_draft_of_submit(DRAFT, person)
        deleted.result()

    person.refresh_from_db()
    assert person.deleted_at

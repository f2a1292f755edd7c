"""A moderator asks the sender of a suggestion; the answer comes by the secret link."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from contributions import actions, person_export
from contributions.actions import AlreadyDecided, AnotherMessage, Why
from contributions.models import Message, Suggestion
from contributions.spam import OPENED, SIGNER
from tests.browsing import page, words
from tests.contributions.test_suggestions import NOBODY, of_a_tool
from tests.factories import UserFactory
from tests.forms import fields_of
from tests.threads import overlapping

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion() -> Suggestion:
    return actions.suggest(of_a_tool(), NOBODY, email="priya@example.org")


@pytest.fixture
def moderated(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


@pytest.fixture
def asked(suggestion: Suggestion, moderator: User) -> Suggestion:
    actions.ask_sender(suggestion, moderator, "Where is it used?", 0)
    return suggestion


def review(suggestion: Suggestion) -> str:
    return f"/admin/queue/suggestion/{suggestion.pk}/"


def sent(text: str, **values: str) -> dict[str, str]:
    with_time = timezone.now() - timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: with_time.timestamp())
        return {"text": text, "opened": SIGNER.sign(OPENED), "subject": "", **values}


def send(suggestion: Suggestion, text: str, client: Client | None = None):
    address = f"{suggestion.get_absolute_url()}answer/"
    return (client or Client()).post(address, sent(text))


def test_question_is_mailed_and_the_suggestion_waits_on(
    moderated: Client, suggestion: Suggestion, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = moderated.post(
            review(suggestion),
            {"do": "ask", "message": "Where is it used?", "said": "0"},
        )

    [letter] = mail.outbox
    assert response.status_code == 302
    assert Suggestion.objects.waiting().get() == suggestion
    assert letter.to == ["priya@example.org"]
    assert "Where is it used?" in letter.body
    assert suggestion.get_absolute_url() in letter.body


def test_question_stands_with_its_moderator_and_moment(
    moderated: Client, moderator: User, asked: Suggestion
) -> None:
    listed = words(page(moderated, review(asked)).select_one(".said"))

    assert f"{moderator} asked" in listed
    assert "Where is it used?" in listed
    question = Message.objects.get()
    assert question.person == moderator
    assert timezone.now() - question.created_at < timedelta(minutes=1)


def test_visitor_answers_by_the_secret_link(
    moderated: Client, asked: Suggestion
) -> None:
    assert "Where is it used?" in words(page(Client(), asked.get_absolute_url()))

    response = send(asked, "In Lyon.")

    assert response.status_code == 302
    assert "In Lyon." in words(page(Client(), asked.get_absolute_url()))
    said = words(page(moderated, review(asked)).select_one(".said"))
    assert "The sender answered" in said
    assert "In Lyon." in said


def test_answer_names_who_is_signed_in(asked: Suggestion, contributor: User) -> None:
    client = Client()
    client.force_login(contributor)

    send(asked, "In Lyon.", client)

    assert Message.objects.latest("pk").person == contributor


def test_same_answer_sent_twice_is_one(asked: Suggestion) -> None:
    for _ in range(2):
        assert send(asked, "In Lyon.").status_code == 302

    assert Message.objects.filter(is_question=False).count() == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001, "a\0b"], ids=len)
def test_bad_answer_comes_back_beside_its_field(asked: Suggestion, text: str) -> None:
    response = send(asked, text)

    assert response.status_code == 422
    assert 'id="id_text_error"' in response.content.decode()
    assert not Message.objects.filter(is_question=False).exists()


def test_answers_are_bounded_until_a_moderator_writes_again(
    asked: Suggestion, moderator: User
) -> None:
    for number in range(5):
        send(asked, f"Answer {number}.")

    refused = send(asked, "One more.")
    actions.ask_sender(asked, moderator, "Since when?", 6)

    assert refused.status_code == 422
    assert "One more." in refused.content.decode()
    assert send(asked, "Since 2020.").status_code == 302


def test_answers_count_towards_the_limit_of_an_address(
    asked: Suggestion, settings
) -> None:
    settings.MOST_SENT_BY_AN_ADDRESS_AN_HOUR = 1

    statuses = [send(asked, f"Answer {n}.").status_code for n in range(2)]

    assert statuses == [302, 429]


def test_answers_count_towards_the_limit_of_an_account(
    asked: Suggestion, contributor: User, settings
) -> None:
    settings.MOST_CHANGES_AN_HOUR = 1
    client = Client()
    client.force_login(contributor)

    statuses = [send(asked, f"Answer {n}.", client).status_code for n in range(2)]

    assert statuses == [302, 429]


def test_nobody_answers_what_was_not_asked(suggestion: Suggestion) -> None:
    response = send(suggestion, "Hello.")

    assert response.status_code == 422
    assert not Message.objects.exists()


def test_answer_after_the_decision_is_told_and_kept_on_the_page(
    asked: Suggestion, moderator: User
) -> None:
    actions.accept(asked, moderator)

    response = send(asked, "In Lyon.")

    assert response.status_code == 409
    assert "A moderator decided before" in response.content.decode()
    assert "In Lyon." in response.content.decode()


def test_second_moderator_reads_what_was_written_meanwhile(
    moderated: Client, asked: Suggestion
) -> None:
    response = moderated.post(
        review(asked), {"do": "ask", "message": "Where?", "said": "0"}
    )

    assert response.status_code == 409
    assert "Read it first" in response.content.decode()
    assert Message.objects.count() == 1
    with pytest.raises(AnotherMessage):
        actions.ask_sender(asked, UserFactory(is_staff=True), "Where?", 0)


DECISIONS = [
    {"do": "accept", "field": ["name", "licence"]},
    {"do": "decline", "reason": "wrong"},
]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d["do"])
def test_answer_that_came_meanwhile_is_read_before_the_decision(
    moderated: Client, asked: Suggestion, decision: dict[str, Any]
) -> None:
    actions.answer_question(asked, None, "In Lyon.")
    sent = {**decision, "message": "Typed with care.", "said": "1"}

    told = moderated.post(review(asked), {**sent, "words:name": "Reworded"})

    asked.refresh_from_db()
    shown = told.content.decode()
    assert told.status_code == 409
    assert asked.is_waiting
    for words_shown in ("Read it first", "In Lyon.", "Typed with care.", "Reworded"):
        assert words_shown in shown
    again = moderated.post(review(asked), {**sent, "said": "2"})
    assert again.status_code == 302


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d["do"])
def test_answer_after_a_summary_leaves_the_suggestion_waiting(
    moderated: Client, asked: Suggestion, decision: dict[str, Any]
) -> None:
    sent = {**decision, "item": f"suggestion:{asked.pk}"}
    summary = moderated.post("/admin/queue/decide/", sent)
    confirmed = {**sent, **fields_of(summary.content), "confirmed": "1"}
    confirmed["reason"] = "wrong"
    actions.answer_question(asked, None, "In Lyon.")

    told = moderated.post("/admin/queue/decide/", confirmed, follow=True)

    asked.refresh_from_db()
    assert asked.is_waiting
    assert "Read it first" in told.content.decode()
    moderated.post("/admin/queue/decide/", {**confirmed, "item": sent["item"]})
    asked.refresh_from_db()
    assert not asked.is_waiting


@pytest.mark.django_db(transaction=True)
def test_answer_and_decision_at_once_come_one_after_the_other() -> None:
    one = actions.suggest(of_a_tool(), NOBODY)
    judge = UserFactory(is_staff=True)
    actions.ask_sender(one, judge, "Where?", 0)

    def decide() -> str:
        try:
            actions.decline(one, judge, "wrong", said=1)
        except AnotherMessage:
            return "told"
        return "declined"

    def answer() -> str:
        try:
            actions.answer_question(one, None, "In Lyon.")
        except AlreadyDecided:
            return "too late"
        return "answered"

    assert overlapping(decide, answer) in (
        ["declined", "too late"],
        ["told", "answered"],
    )


def test_decided_suggestion_is_not_asked_about(
    suggestion: Suggestion, moderator: User
) -> None:
    actions.accept(suggestion, moderator)

    with pytest.raises(AlreadyDecided):
        actions.ask_sender(suggestion, moderator, "Where?", 0)


@pytest.mark.parametrize("question", ["", " \n", "x" * 2001, "a\0b"], ids=len)
def test_bad_question_is_refused(
    suggestion: Suggestion, moderator: User, question: str
) -> None:
    with pytest.raises(ValidationError):
        actions.ask_sender(suggestion, moderator, question, 0)


def test_empty_question_is_told_beside_the_message(
    moderated: Client, suggestion: Suggestion
) -> None:
    response = moderated.post(review(suggestion), {"do": "ask", "message": ""})

    assert response.status_code == 422
    assert "Write your question." in response.content.decode()


def test_queue_marks_and_finds_what_was_asked(
    moderated: Client, asked: Suggestion, moderator: User
) -> None:
    answered = actions.suggest(of_a_tool("Loomio"), NOBODY)
    actions.ask_sender(answered, moderator, "Where?", 0)
    actions.answer_question(answered, None, "Here.")
    actions.suggest(of_a_tool("Other"), NOBODY)

    def names(value: str) -> list[str]:
        found = page(moderated, f"/admin/queue/?asked={value}").select("tbody tr")
        return [words(row) for row in found]

    [waits], [has_answer], [bare] = names("asked"), names("answered"), names("none")
    assert "Decidim" in waits and "Asked, no answer yet" in waits
    assert "Loomio" in has_answer and "Answered" in has_answer
    assert "Other" in bare


def test_questions_stand_in_the_audit(moderated: Client, asked: Suggestion) -> None:
    [row] = page(moderated, "/admin/contributions/act/?what=question").select(
        "tbody tr"
    )

    assert words(row).endswith("Where is it used?")


def test_person_takes_questions_and_answers_along(
    contributor: User, moderator: User
) -> None:
    theirs = actions.suggest(of_a_tool(), Why(by=contributor))
    actions.ask_sender(theirs, moderator, "Where?", 0)

    [kept] = person_export.everything_about(contributor)["questions_and_answers"]

    assert kept["text"] == "Where?"


def test_review_page_with_messages_asks_little(
    moderated: Client, asked: Suggestion
) -> None:
    for number in range(4):
        actions.answer_question(asked, None, f"Answer {number}.")

    with CaptureQueriesContext(connection) as queries:
        moderated.get(review(asked))

    assert len(queries) <= 15


def test_page_sends_its_origin_with_the_answer(asked: Suggestion) -> None:
    """Else browsers send "null", and the protection of forms refuses it."""
    response = Client().get(asked.get_absolute_url())

    assert response["Referrer-Policy"] == "same-origin"

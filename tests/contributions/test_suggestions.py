"""What waits for a moderator, and what becomes of it."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from catalogue.models import Entry, Tool
from contributions import actions
from contributions.actions import AlreadyDecided, AlreadyHere, Clashing, Why
from contributions.models import Change, Draft, Suggestion
from contributions.submissions import CreatedInPlace, Submission
from organizations.models import Organization
from tests.factories import OrganizationFactory, ToolFactory, UserFactory, text

pytestmark = pytest.mark.django_db

NOBODY = Why(by=None, comment="I work with it.", source="https://decidim.org")


def of_a_tool(name: str = "Decidim", **values: object) -> Submission:
    """A new tool, as somebody without an account suggests it."""
    record = {"name": name, "texts": {"en": text("Votes.")}, "tags": [], "links": []}
    return Submission(kind="tool", record={**record, **values})


def of_an_edit(tool: Tool, **values: object) -> Submission:
    return Submission(
        kind="tool",
        record={**tool.record(), **values},
        entry_id=tool.pk,
        base_version=tool.version,
    )


def test_suggestion_writes_no_entry() -> None:
    actions.suggest(of_a_tool(), NOBODY)

    assert not Entry.objects.exists()
    assert Suggestion.objects.waiting().get().name == "Decidim"


def test_same_draft_is_suggested_once() -> None:
    draft = uuid4()

    sent = [actions.suggest(of_a_tool(), NOBODY, draft=draft) for _ in range(2)]

    assert [suggestion.pk for suggestion in sent] == [draft, draft]
    assert Suggestion.objects.count() == 1


def test_other_words_of_the_same_draft_leave_the_first_alone() -> None:
    draft = uuid4()
    actions.suggest(of_a_tool(), NOBODY, draft=draft)

    others = [
        actions.suggest(of_a_tool(website="https://decidim.org"), NOBODY, draft=draft)
        for _ in range(2)
    ]

    assert others[0].pk == others[1].pk != draft
    first = Suggestion.objects.get(pk=draft)
    assert first.content["record"]["website"] == ""


def test_draft_is_gone_once_suggested() -> None:
    draft = Draft.objects.create(kind="tool")

    actions.suggest(of_a_tool(), NOBODY, draft=draft.pk)

    assert not Draft.objects.exists()


def test_draft_of_somebody_else_stays(contributor: User) -> None:
    draft = Draft.objects.create(kind="tool", person=contributor)

    actions.suggest(of_a_tool(), NOBODY, draft=draft.pk)

    assert Draft.objects.exists()


def test_entry_that_is_here_is_not_suggested_again() -> None:
    ToolFactory(name="Décidim")

    with pytest.raises(AlreadyHere):
        actions.suggest(of_a_tool(), NOBODY)


def test_edit_of_nothing_is_refused() -> None:
    tool = ToolFactory()

    with pytest.raises(ValidationError, match="not changed anything"):
        actions.suggest(of_an_edit(tool), NOBODY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x" * 300},
        {"licence": "FREE"},
        {"website": "javascript:alert(1)"},
        {"tags": [999]},
        {"links": [{"role": "developed_by", "object": 999}]},
        {"name": "De\0cidim"},
    ],
    ids=str,
)
def test_what_could_not_be_accepted_is_refused(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        actions.suggest(of_a_tool(**wrong), NOBODY)

    assert not Suggestion.objects.exists()


def test_what_is_created_in_place_is_checked_too() -> None:
    maker = CreatedInPlace("organization", {"name": "mySociety", "country": "XX"})
    link = {"role": "developed_by", "object": -1}
    submission = of_a_tool(links=[link])
    submission.created = [maker]

    with pytest.raises(ValidationError):
        actions.suggest(submission, NOBODY)


def test_accepted_suggestion_becomes_nobodys_change(moderator: User) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)

    accepted = actions.accept(suggestion, moderator, message="Thank you.")

    change = Change.objects.get()
    assert (change.person, change.source) == (None, "https://decidim.org")
    assert change.comment == "I work with it. Suggested; a moderator accepted it."
    assert accepted.change == change
    assert (accepted.entry.name, accepted.decided_by) == ("Decidim", moderator)


def test_accepted_change_is_its_persons(contributor: User, moderator: User) -> None:
    suggestion = actions.suggest(of_a_tool(), Why(by=contributor), held_because="New")

    actions.accept(suggestion, moderator)

    assert Change.objects.get().person == contributor


def test_comment_of_any_length_can_be_accepted(moderator: User) -> None:
    suggestion = actions.suggest(of_a_tool(), Why(by=None, comment="x" * 500))

    actions.accept(suggestion, moderator)

    assert Change.objects.get().comment.endswith("a moderator accepted it.")


def test_one_suggestion_may_create_several_entries(moderator: User) -> None:
    submission = of_a_tool(links=[{"role": "developed_by", "object": -1}])
    submission.created = [CreatedInPlace("organization", {"name": "mySociety"})]
    submission.new_tags = ["Quadratic voting"]
    suggestion = actions.suggest(submission, NOBODY)

    actions.accept(suggestion, moderator)

    tool, maker = Tool.objects.get(), Organization.objects.get()
    assert tool.links_from.get().object_id == maker.pk
    assert tool.tags.get().is_new
    assert Suggestion.objects.get().change.entry_id == tool.pk


def test_moderator_may_edit_before_accepting(moderator: User) -> None:
    suggestion = actions.suggest(of_a_tool("decidim !"), NOBODY)

    actions.accept(suggestion, moderator, edited=of_a_tool("Decidim"))

    assert Tool.objects.get().name == "Decidim"


def test_double_that_came_meanwhile_is_told(moderator: User) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)
    other = ToolFactory(name="Decidim")

    with pytest.raises(AlreadyHere):
        actions.accept(suggestion, moderator)

    suggestion.refresh_from_db()
    assert suggestion.is_waiting
    confirmed = Submission.from_json(suggestion.content)
    confirmed.different_from = [other.pk]
    actions.accept(suggestion, moderator, edited=confirmed)
    assert Tool.objects.count() == 2


def test_clash_that_came_meanwhile_is_told(moderator: User) -> None:
    tool = ToolFactory(website="https://old.example.org")
    suggestion = actions.suggest(of_an_edit(tool, website="https://mine.org"), NOBODY)
    actions.edit(tool, {"website": "https://theirs.org"}, NOBODY)

    with pytest.raises(Clashing):
        actions.accept(suggestion, moderator)

    suggestion.refresh_from_db()
    assert suggestion.is_waiting


def test_other_fields_changed_meanwhile_are_kept(moderator: User) -> None:
    tool = ToolFactory()
    suggestion = actions.suggest(of_an_edit(tool, licence="MIT"), NOBODY)
    actions.edit(tool, {"website": "https://theirs.org"}, NOBODY)

    actions.accept(suggestion, moderator)

    tool.refresh_from_db()
    assert (tool.licence, tool.website) == ("MIT", "https://theirs.org")


def test_what_is_true_already_is_accepted_without_a_change(moderator: User) -> None:
    tool = ToolFactory()
    suggestion = actions.suggest(of_an_edit(tool, licence="MIT"), NOBODY)
    actions.edit(tool, {"licence": "MIT"}, NOBODY)

    accepted = actions.accept(suggestion, moderator)

    assert (accepted.is_accepted, accepted.change) == (True, None)


def test_decision_is_taken_once(moderator: User) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)
    actions.decline(suggestion, moderator, "no source", "Which page says so?")

    with pytest.raises(AlreadyDecided, match="moderator has decided this already"):
        actions.accept(suggestion, UserFactory(moderator=True))
    with pytest.raises(AlreadyDecided):
        actions.decline(suggestion, moderator, "spam")

    assert not Entry.objects.exists()


@pytest.mark.parametrize("reason", ["", "because"])
def test_declining_takes_a_reason_from_the_list(moderator: User, reason: str) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)

    with pytest.raises(ValidationError, match="Choose a reason"):
        actions.decline(suggestion, moderator, reason)


@pytest.mark.parametrize("message", ["x" * 2001, "\0"])
def test_message_that_cannot_be_kept_is_refused(moderator: User, message: str) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)

    with pytest.raises(ValidationError):
        actions.decline(suggestion, moderator, "spam", message)

    suggestion.refresh_from_db()
    assert suggestion.is_waiting


def test_link_and_decision_are_sent_once_they_are_kept(
    moderator: User, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        suggestion = actions.suggest(of_a_tool(), NOBODY, email="me@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        actions.decline(suggestion, moderator, "no source", "Which page says so?")

    link, decision = mail.outbox
    assert link.to == decision.to == ["me@example.org"]
    assert f"{settings.SITE_URL}/en/suggestions/{suggestion.pk}/" in link.body
    assert "No source shows it" in decision.body
    assert "Which page says so?" in decision.body


def test_mail_holds_nothing_that_was_typed(
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.suggest(of_a_tool("Buy pills"), NOBODY, email="victim@example.org")

    [sent] = mail.outbox
    assert "pills" not in sent.subject + sent.body


def test_answer_is_in_the_language_of_the_suggestion(
    client: Client,
    moderator: User,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY, email="moi@example.org")
    suggestion.language = "fr"
    suggestion.save()

    with django_capture_on_commit_callbacks(execute=True):
        actions.accept(suggestion, moderator)

    assert f"/fr/suggestions/{suggestion.pk}/" in mail.outbox[0].body


def test_mail_server_that_fails_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    def fail(*args: object) -> None:
        raise OSError

    monkeypatch.setattr("contributions.mails.send_mail", fail)

    with django_capture_on_commit_callbacks(execute=True):
        actions.suggest(of_a_tool(), NOBODY, email="me@example.org")

    assert Suggestion.objects.count() == 1


def test_suggestions_become_ones_own_by_a_proven_address(contributor: User) -> None:
    mine = actions.suggest(of_a_tool(), NOBODY, email="Me@example.org")
    actions.suggest(of_a_tool("Other"), NOBODY, email="other@example.org")
    actions.suggest(of_a_tool("Without"), NOBODY)

    actions.claim_suggestions(contributor, "me@EXAMPLE.org")

    assert list(contributor.suggestions.all()) == [mine]


def test_suggestions_of_others_are_not_claimed(contributor: User) -> None:
    theirs = Why(by=UserFactory())
    actions.suggest(of_a_tool(), theirs, email="me@example.org")

    actions.claim_suggestions(contributor, "me@example.org")

    assert not contributor.suggestions.exists()


def test_nobody_claims_what_has_no_address(contributor: User) -> None:
    actions.suggest(of_a_tool(), NOBODY)

    actions.claim_suggestions(contributor, "")

    assert not contributor.suggestions.exists()


def test_change_of_a_claimed_suggestion_stays_nobodys(
    contributor: User, moderator: User
) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY, email="me@example.org")
    actions.accept(suggestion, moderator)

    actions.claim_suggestions(contributor, "me@example.org")

    assert Change.objects.get().person is None


def test_suggestion_about_a_known_maker_names_it(moderator: User) -> None:
    maker = OrganizationFactory(name="mySociety")
    link = {"role": "developed_by", "object": maker.pk}
    suggestion = actions.suggest(of_a_tool(links=[link]), NOBODY)

    actions.accept(suggestion, moderator)

    assert Tool.objects.get().links_from.get().object_id == maker.pk


def test_what_a_moderator_makes_of_it_is_refused_at_its_field(moderator: User) -> None:
    suggestion = actions.suggest(of_a_tool(), NOBODY)
    edited = of_a_tool(repository="ftp://decidim.org")

    with pytest.raises(ValidationError) as refusal:
        actions.accept(suggestion, moderator, edited)

    assert refusal.value.message_dict.keys() == {"repository"}

"""A daily mail to those who asked for it, when something waits for a moderator."""

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.management import call_command

from contributions import actions
from tests.contributions.test_suggestions import NOBODY, of_a_tool
from tests.factories import TagFactory, ToolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_for(settings: LazySettings) -> None:
    settings.DIGEST_TO = ["ada@example.org", "bea@example.org"]


def test_digest_is_off_by_default(settings: LazySettings) -> None:
    actions.suggest(of_a_tool(), NOBODY)

    call_command("send_digest", verbosity=0)

    assert settings.DIGEST_TO == []
    assert mail.outbox == []


@pytest.mark.usefixtures("asked_for")
def test_nothing_waiting_is_no_mail() -> None:
    TagFactory(is_new=True)

    call_command("send_digest", verbosity=0)

    assert mail.outbox == []


@pytest.mark.usefixtures("asked_for")
def test_digest_counts_what_waits_and_says_where(settings: LazySettings) -> None:
    actions.suggest(of_a_tool(), NOBODY)
    actions.report(ToolFactory(name="Private words"), reason="spam")

    call_command("send_digest", verbosity=0)

    assert [one.to for one in mail.outbox] == [["ada@example.org"], ["bea@example.org"]]
    assert mail.outbox[0].subject == "2 things wait for a moderator"
    body = mail.outbox[0].body
    assert "Waiting suggestions: 1" in body
    assert f"{settings.SITE_URL}/admin/queue/?what=report" in body
    assert ("Held entries" in body, "Private words" in body) == (False, False)

import pytest
from django.core import mail

from tests.accounts.signing import CODE, ask_for_code, person
from tests.browsing import page, words
from toolbox.demo.mail import MOST_KEPT

pytestmark = pytest.mark.django_db
ADDRESS = "/en/demo/mail/"


@pytest.fixture
def demo(settings, tmp_path):
    """A site that was started by `manage.py demo`."""
    settings.DEMO_MAIL = tmp_path / "mail"
    settings.EMAIL_BACKEND = "toolbox.demo.mail.DemoMailBackend"


def test_no_other_site_has_the_page(client):
    assert client.get(ADDRESS).status_code == 404


def test_code_can_be_read_and_is_printed(client, demo, capsys):
    person()
    ask_for_code(client)

    soup = page(client, ADDRESS)

    code = CODE.search(capsys.readouterr().out)[0]
    assert code in words(soup.select_one("main h2"))
    assert code in words(soup.select_one("main"))
    assert "To ada@example.org" in words(soup.select_one("main"))


def test_page_is_never_kept(client, demo):
    assert "Nothing was sent yet" in client.get(ADDRESS).text
    mail.send_mail("Late", "Text", None, ["ada@example.org"])

    response = client.get(ADDRESS)

    assert "Late" in response.text
    assert "no-store" in response["Cache-Control"]


def test_mail_is_text_and_nothing_more(client, demo):
    mail.send_mail("<b>Subject</b>", "<script>1</script>", None, ["a@example.org"])

    assert "<script>1" not in client.get(ADDRESS).text


def test_latest_come_first_and_old_ones_go(client, demo):
    for number in range(MOST_KEPT + 2):
        mail.send_mail(f"Mail {number}", "Text", None, ["a@example.org"])

    shown = [words(heading) for heading in page(client, ADDRESS).select("main h2")]

    assert len(shown) == MOST_KEPT
    assert shown[0] == f"Mail {MOST_KEPT + 1}"

import pytest
import requests

from accounts.models import User
from tests.browsing import page
from toolbox.openid import read_providers

pytestmark = pytest.mark.django_db
TOWN = (
    '[{"id": "town", "name": "Town account", "issuer": "https://id.example.org/", '
    '"client_id": "toolbox", "secret": "s"}]'
)
LOGIN = "/en/account/oidc/town/login/"
CONFIGURATION = {
    "issuer": "https://id.example.org",
    "authorization_endpoint": "https://id.example.org/authorize",
    "token_endpoint": "https://id.example.org/token",
    "userinfo_endpoint": "https://id.example.org/me",
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
}


class Service:
    """Answers in place of the sign-in service's server."""

    person = {
        "sub": "1",
        "email": "maria@town.example",
        "email_verified": True,
        "preferred_username": "maria.perez",
        "name": "Maria Pérez",
    }

    def __call__(
        self, session: requests.Session, method: str, url: str, **kwargs: object
    ) -> requests.Response:
        answers = {
            "/token": {"access_token": "t", "token_type": "Bearer"},
            "/me": self.person,
        }
        response = requests.Response()
        response.status_code = 200
        path = url.removeprefix("https://id.example.org")
        response.json = lambda: answers.get(path, CONFIGURATION)  # type: ignore[method-assign]
        response.headers["content-type"] = "application/json"
        return response


@pytest.fixture
def town(settings):
    apps = read_providers(TOWN)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}


@pytest.fixture
def service(town, monkeypatch) -> Service:
    service = Service()
    monkeypatch.setattr(
        requests.Session, "request", lambda *args, **kwargs: service(*args, **kwargs)
    )
    return service


def come_back(client):
    """Return from the service as it leads back a person who signed in there."""
    answer = client.post(LOGIN)
    state = answer.text.split("state=")[1].split("&")[0].split("'")[0]
    query = {"code": "c", "state": state}
    return client.get("/en/account/oidc/town/login/callback/", query)


def test_no_service_is_offered_without_the_variable(client):
    assert not page(client, "/en/account/login/").select("a[href*=oidc]")


def test_service_is_offered_by_its_name(client, town):
    link = page(client, "/en/account/login/").select_one("a[href*=oidc]")

    assert link.get_text(strip=True) == "Town account"
    assert link["href"].startswith(LOGIN)


def test_person_is_led_to_the_service_by_a_page(client, service):
    """A redirect would be held to the form-action of the Content-Security-Policy."""
    response = client.post(LOGIN)

    assert response.status_code == 200
    assert "content=\"0;URL='https://id.example.org/authorize?" in response.text
    assert "code_challenge=" in response.text


def test_first_sign_in_asks_for_the_display_name_only(client, service):
    response = come_back(client)
    assert response["Location"] == "/en/account/3rdparty/signup/"

    form = page(client, "/en/account/3rdparty/signup/")
    assert form.select_one("[name=display_name]")["value"] == "Maria Pérez"
    assert not form.select("[name=username]")
    sent = {"email": "maria@town.example", "display_name": "Maria"}
    client.post("/en/account/3rdparty/signup/", sent)

    maria = User.objects.get(email="maria@town.example")
    assert str(maria) == "Maria"
    assert "maria" not in maria.username
    assert client.get("/en/profile/").status_code == 200


def test_unreachable_service_is_no_error_of_ours(client, service, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise requests.ConnectionError("unreachable")

    monkeypatch.setattr(requests.Session, "request", refuse)

    response = client.post(LOGIN)

    assert response.status_code == 502
    assert "did not answer as expected" in response.text


def test_service_that_answers_nonsense_is_no_error_of_ours(client, service):
    def nonsense(*args: object, **kwargs: object) -> requests.Response:
        response = requests.Response()
        response.status_code, response._content = 200, b"<html>"
        return response

    service.__class__ = type("Nonsense", (Service,), {"__call__": nonsense})

    assert client.post(LOGIN).status_code == 502


def test_unknown_service_is_not_found(client, town):
    assert client.post("/en/account/oidc/other/login/").status_code == 404

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from requests import RequestException


class AccountPagesMiddleware:
    """Makes the pages that allauth brings answer as the site's own do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return leave_by_a_page(request, response)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """A form that is shown again with its errors says so in its status."""
        values = (response.context_data or {}).values()
        forms = [value for value in values if isinstance(value, BaseForm)]
        if response.status_code == HTTPStatus.OK and any(f.errors for f in forms):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """A sign-in service that does not answer is no error of ours."""
        if not isinstance(error, RequestException) or not is_sign_in_service(request):
            return None
        template = "socialaccount/authentication_error.html"
        return render(request, template, status=HTTPStatus.BAD_GATEWAY)


def is_sign_in_service(request: HttpRequest) -> bool:
    here = request.resolver_match
    return here is not None and (here.url_name or "").startswith("openid_connect_")


def leave_by_a_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """To a sign-in service by a page that leads there.

    Browsers would hold a redirect after a form to the form-action of the
    Content-Security-Policy, which names this site alone.
    """
    address = response.get("Location", "")
    is_ours = address.startswith(("/", f"{settings.SITE_URL}/"))
    if not address or is_ours or not is_sign_in_service(request):
        return response
    page = render(
        request, "socialaccount/login_redirect.html", {"redirect_to": address}
    )
    page.cookies = response.cookies
    return page

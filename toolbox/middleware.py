from django.conf import settings
from django.http import HttpRequest
from django.middleware import locale
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header


class LocaleMiddleware(locale.LocaleMiddleware):
    """The language of the path; without one, the reader's best finished language.

    Django's own would lead readers to languages whose translation is not finished,
    and let a cookie decide, so that one address could not be cached for all.
    """

    def process_request(self, request: HttpRequest) -> None:
        from_path = translation.get_language_from_path(request.path_info)
        translation.activate(from_path or best_language(request))
        request.LANGUAGE_CODE = translation.get_language()


def best_language(request: HttpRequest) -> str:
    """The first finished language that the reader's browser asks for."""
    header = request.headers.get("Accept-Language", "")
    for wanted, quality in parse_accept_lang_header(header):
        if wanted == "*" or not quality:
            break
        for candidate in (wanted, wanted.split("-")[0]):
            if candidate in settings.FINISHED_LANGUAGES:
                return candidate
    return settings.LANGUAGE_CODE

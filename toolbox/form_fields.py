"""How form fields are drawn, ours and those of the packages we use."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest


class Renderer(DjangoTemplates):
    """Fields as Django draws them, without maxlength.

    Browsers cut off what is pasted beyond it without a word; the server says what is
    too long and gives all of it back.
    """

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        context.get("widget", {}).get("attrs", {}).pop("maxlength", None)
        return super().render(template_name, context, request)

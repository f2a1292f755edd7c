"""What somebody sent and the site could not take, to be given back to them."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

# Never given back nor kept: the browser or a person's memory has them.
SECRET = re.compile(
    r"csrfmiddlewaretoken|.*password\d?|(.*-)?(code|otp|token|credential)",
    re.IGNORECASE,
)
# Ids, numbers, ticks, codes of languages and links: nothing that a person wrote.
NOT_WRITTEN = re.compile(
    r"[\W\d_]*|on|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]{2}|link(s|ed):[a-z_:]+"
)
# What a form says of itself: when it was opened, and what stood in it then.
ABOUT_THE_FORM = re.compile(r"opened|path|next|seen|initial-.*")


def is_secret(name: str) -> bool:
    return bool(SECRET.fullmatch(name))


@dataclass
class Sent:
    """The fields of a form as they came, without secrets and files."""

    address: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    had_files: bool = False
    had_secrets: bool = False

    @property
    def texts(self) -> list[str]:
        """What the person wrote or chose, to be read and copied."""
        return [
            text
            for name, text in self.fields
            if not NOT_WRITTEN.fullmatch(text) and not ABOUT_THE_FORM.fullmatch(name)
        ]


def sent_by(request: HttpRequest) -> Sent:
    """What a POST brought; settings bound how much that can be."""
    sent = Sent(request.get_full_path())
    try:
        posted, sent.had_files = request.POST, bool(request.FILES)
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return sent
    for name, values in posted.lists():
        if is_secret(name):
            sent.had_secrets |= name != "csrfmiddlewaretoken"
        else:
            sent.fields += [(name, value.replace("\0", "")) for value in values]
    return sent

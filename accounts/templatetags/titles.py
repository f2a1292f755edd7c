"""The titles, buttons and labels of allauth's pages, in the site's own writing."""

import re

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.translation import get_language

register = template.Library()

# Its English words; a provider's name among them keeps its capital.
WORDS = (
    *("Access", "Account", "Address", "Addresses", "App", "Authentication"),
    *("Authenticator", "Browser", "Cancelled", "Closed", "Code", "Codes"),
    *("Connections", "Email", "Failure", "Inactive", "In", "Key", "Keys", "Login"),
    *("My", "Other", "Primary", "Request", "Sessions"),
    *("Out", "Passkey", "Password", "Phone", "Recovery", "Reset", "Security"),
    *("Sign", "Sign-In", "Third-Party", "Token", "Up", "Verification", "Via", "Your"),
)
LATER_WORD = re.compile(rf"(?<=[^\s:] )(?:{'|'.join(WORDS)})(?![\w-])")
MAIL = re.compile(r"\b([Ee])mail\b(?!@)")


@register.filter
@stringfilter
def as_sentence(title: str) -> str:
    """“Change Email” as “Change e-mail”; other languages are left alone."""
    if (get_language() or "").split("-")[0] != "en":
        return title
    words = LATER_WORD.sub(lambda word: word[0].lower(), title)
    words = words.replace("Two-Factor", "Two-factor")
    return MAIL.sub(r"\1-mail", words)

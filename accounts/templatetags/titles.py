"""The titles of allauth's pages, written as the site writes its own."""

import re

from django import template
from django.utils.translation import get_language

register = template.Library()

# Its English words; a provider's name among them keeps its capital.
WORDS = (
    *("Access", "Account", "Address", "Addresses", "App", "Authentication"),
    *("Authenticator", "Browser", "Cancelled", "Closed", "Code", "Codes"),
    *("Connections", "Email", "Failure", "Inactive", "In", "Key", "Keys", "Login"),
    *("Out", "Passkey", "Password", "Phone", "Recovery", "Reset", "Security"),
    *("Sign", "Sign-In", "Third-Party", "Token", "Up", "Verification", "Via", "Your"),
)
LATER_WORD = re.compile(rf"(?<=[^\s:] )(?:{'|'.join(WORDS)})(?![\w-])")


@register.filter
def as_sentence(title: str) -> str:
    """“Change Password” as “Change password”; other languages are left alone."""
    if (get_language() or "").split("-")[0] != "en":
        return title
    words = LATER_WORD.sub(lambda word: word[0].lower(), title)
    return words.replace("Two-Factor", "Two-factor")

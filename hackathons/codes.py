"""The short codes that people read off a wall and type into a phone."""

import re
import secrets

# No vowels, so that no words come of it; nothing that reads as something else.
SIGNS = "23456789BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 5


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def as_typed(text: str) -> str:
    """A code however it was typed: in small letters, with spaces or dashes."""
    return re.sub(r"[\s.–-]", "", text).upper()

"""Display names: what a person may be called on the site."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 80
# They turn the text around them and so make a name read as another.
TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def clean_display_name(text: str) -> str:
    """The name without needless spaces; refuses what others could not read."""
    name = " ".join(text.split())
    if not any(unicodedata.category(sign)[0] in "LN" for sign in name):
        raise ValidationError(_("Write a name with at least one letter or digit."))
    if len(name) > LONGEST:
        raise ValidationError(
            _("A name has at most %(most)s characters.") % {"most": LONGEST}
        )
    if any(is_invisible(sign) for sign in name):
        raise ValidationError(_("A name has no invisible control characters."))
    return name


def is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"} or ord(sign) in TURNING

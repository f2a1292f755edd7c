"""QR codes as drawings, made here: no address goes to anybody for it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from hackathons.models import Hackathon

QUIET = 4


@dataclass(frozen=True)
class Drawing:
    """A QR code as one path, in a square of `size` modules."""

    address: str
    size: int
    path: str


def join_address(hackathon: Hackathon) -> str:
    """What people type or scan; without a language, so that it is short."""
    return f"{settings.SITE_URL}{reverse('join_short', args=[hackathon.code])}"


def of_hackathon(hackathon: Hackathon) -> Drawing:
    return draw(join_address(hackathon))


def draw(address: str) -> Drawing:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    rows = code.get_matrix()
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return Drawing(address, len(rows), path)


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found

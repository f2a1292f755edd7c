"""Parts of addresses: the path of a kind stands for the kind."""

from datetime import date

from catalogue import kinds
from catalogue.kinds import Kind


class KindConverter:
    """tools, use-cases or organizations, as the kind's own object."""

    regex = r"[a-z-]+"

    def to_python(self, value: str) -> Kind:
        for kind in kinds.every():
            if kind.path == value:
                return kind
        raise ValueError(value)

    def to_url(self, value: Kind | str) -> str:
        return value.path if isinstance(value, Kind) else value


class DayConverter:
    """2016-12-31, as a date."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)

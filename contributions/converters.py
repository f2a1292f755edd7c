"""Parts of addresses: the path of a kind stands for the kind."""

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

"""Web addresses, and the key under which two spellings of one address meet."""

from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower


def address_key(address: str | Combinable) -> Func:
    """SQL for an address without scheme, www, .git, last slashes, fragment and case.

    Pass a column's name, or `Value(address)` to look a typed address up.
    """
    column = F(address) if isinstance(address, str) else address
    without_scheme = Func(
        Lower(column),
        Value(r"^[a-z]+://(www\.)?"),
        Value(""),
        function="regexp_replace",
        output_field=TextField(),
    )
    return Func(
        without_scheme,
        Value(r"(\.git)?/*(#.*)?$"),
        Value(""),
        function="regexp_replace",
        output_field=TextField(),
    )

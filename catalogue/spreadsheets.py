"""Tables as CSV files that spreadsheets read as text, never as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.http import HttpResponse, StreamingHttpResponse

# Where a formula would begin: at a cell's start, or after what a spreadsheet may take
# for the end of one.
FORMULA = re.compile(r"(^ *|[;,|\t\r\n]\s*)(?=[=+\-@＝＋－＠])")


def safe(text: str) -> str:
    """The text, with an apostrophe before whatever might be run as a formula."""
    text = FORMULA.sub(r"\1'", text.replace("\0", ""))
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text


def csv_response(rows: Iterable[Iterable[str]], filename: str) -> HttpResponse:
    """A file to download, with the mark by which spreadsheets know UTF-8."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    writer = csv.writer(response, quoting=csv.QUOTE_ALL)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return response


def csv_stream(rows: Iterable[Iterable[str]], filename: str) -> StreamingHttpResponse:
    """The same for a table of any length, sent as it is read."""
    response = StreamingHttpResponse(
        _lines(rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        writer = csv.writer(line, quoting=csv.QUOTE_ALL)
        writer.writerow([safe(cell) for cell in row])
        yield line.getvalue()

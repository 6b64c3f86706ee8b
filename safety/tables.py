"""CSV files as people's programs save them."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from safety.errors import UserError


class WrongTable(UserError):
    """A CSV file that has nothing to judge."""

    MESSAGES: ClassVar = {
        "no_column": "the file needs a column named {column}",
        "no_text": "the file is no UTF-8 text: save it as CSV UTF-8",
        "no_table": "the file is no CSV: {reason}",
    }


def column(path: Path, names: Sequence[str]) -> Iterator[str]:
    """The cells of the column that is named by the first of `names` that the file has; an empty
    one is "". Commas, semicolons or tabs separate, with a byte order mark or without.

    Raises:
        WrongTable: no such column, or no CSV.
        OSError: the file cannot be read.
    """
    text = _text(path.read_bytes())
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        headers = {header.strip().lower(): header for header in rows.fieldnames or ()}
        name = next((headers[name] for name in names if name in headers), None)
        if name is None:
            raise WrongTable("no_column", column=" or ".join(names))
        for row in rows:
            yield row[name] or ""
    except csv.Error as error:
        raise WrongTable("no_table", reason=error) from error


def _text(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # Excel's "Unicode text"
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongTable("no_text") from error

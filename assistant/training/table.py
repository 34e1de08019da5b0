"""CSV that opens safely in a spreadsheet, and comes back as it was.

A cell that a spreadsheet would run as a formula gets an apostrophe in front; reading takes it away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"^'+[=+\-@\t\r]")
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class LineProblem(Struct, frozen=True):
    """What is wrong with one line of a file, from 1, and what to do."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class TableError(Exception):
    """A file cannot be taken over; ``problems`` lists every line to mend. Nothing was kept."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def write_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return *rows* below *columns* as CSV with safe cells; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else _safe(str(cell)) for cell in row])
    return out.getvalue()


def read_table(
    raw: bytes, required: Sequence[str], optional: Sequence[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """Return each row that holds something, with its line, as a cell for each known column.

    The first line names the columns, in any order and case. Raises TableError.
    """
    text = _decoded(raw)
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [_name(cell) for cell in next(reader, [])]
        _check_header(header, required, optional)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, _cells(header, cells, reader.line_num)))
            if len(rows) > MAX_ROWS:
                raise _error(reader.line_num, f"there are more than {MAX_ROWS} lines")
    except csv.Error as error:
        raise _error(reader.line_num, f"this is not a CSV line: {error}") from error
    return rows


def _decoded(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise _error(1, f"the file is larger than {MAX_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "is not UTF-8 text; save the sheet as “CSV UTF-8”"
        raise _error(line, message) from error
    if hidden := _HIDDEN.search(text):
        line = text[: hidden.start()].count("\n") + 1
        raise _error(line, f"holds a hidden character (U+{ord(hidden.group()):04X})")
    return text


def _check_header(header: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> None:
    known = (*required, *optional)
    for name in required:
        if name not in header:
            raise _error(1, f"there is no column `{name}`; columns are {', '.join(known)}")
    for name in header:
        if header.count(name) > 1:
            raise _error(1, f"the column `{name}` stands here twice")
        if name not in known:
            raise _error(1, f"there is no column `{name}` here; columns are {', '.join(known)}")


def _cells(header: Sequence[str], cells: Sequence[str], line: int) -> dict[str, str]:
    if len(cells) != len(header):
        raise _error(line, f"has {len(cells)} cells; the first line has {len(header)}")
    return {name: _plain(cell) for name, cell in zip(header, cells, strict=True)}


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    return cell[1:].strip() if _ESCAPED.match(cell) else cell.strip()


def _name(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")


def _error(line: int, message: str) -> TableError:
    return TableError([LineProblem(line, message)])

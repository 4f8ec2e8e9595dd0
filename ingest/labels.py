"""Labels of an evaluation: what each paper of a folder really is, written down by a person beforehand.

A tab-separated file with a header line; the columns `file` and `category` must be there, `pages`,
`customer`, `code`, `issue_date` and `valid_until` may be, others are passed over. `file` is relative
to the labels' folder. `pages` is empty for the whole file, else `3` or `2-4`. `category` names the
right answers, `a|b` when there are several, `unknown` for a paper of no category, `bad_input` for a
file that cannot be read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadInput

NO_CATEGORY = "unknown"
BAD_INPUT = "bad_input"


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled paper: pages `first_page` to `last_page` of a file, none for the whole of it.

    `categories` holds the right answers; a text that is empty was not labelled.
    """

    file: str
    pages: str
    first_page: int | None
    last_page: int | None
    category: str
    customer: str
    code: str
    issue_date: str
    valid_until: str

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(word.strip() for word in self.category.split("|"))

    @property
    def is_bad_input(self) -> bool:
        return self.category == BAD_INPUT


def load_labels(path: Path) -> tuple[Label, ...]:
    """Read a labels file. Raises `BadInput` for one that is no such table or names missing files."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "The labels {file} cannot be read: {error}",
            advice="Give a tab-separated UTF-8 file with the columns file and category.",
            file=path,
            error=error,
        ) from error
    table = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not {"file", "category"} <= set(table.fieldnames or ()):
        raise BadInput(
            "The labels {file} lack the column file or category.",
            advice="Give a tab-separated UTF-8 file whose first line names its columns.",
            file=path,
        )
    labels = tuple(_label(path, number, row) for number, row in enumerate(table, start=2))
    _refuse_missing(path, labels)
    return labels


def _label(path: Path, line: int, row: Mapping[str, str | None]) -> Label:
    words = {name: (row.get(name) or "").strip() for name in Label.__dataclass_fields__}
    first, last = _page_range(path, line, words["pages"])
    named = ("file", "pages", "category", "customer", "code", "issue_date", "valid_until")
    return Label(first_page=first, last_page=last, **{name: words[name] for name in named})


def _page_range(path: Path, line: int, words: str) -> tuple[int | None, int | None]:
    if not words:
        return None, None
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", words)
    if found is None or int(found[2] or found[1]) < int(found[1]) or int(found[1]) < 1:
        raise BadInput(
            "{file}:{line}: {words} is no page range.",
            advice="Write 3 for one page, 2-4 for several, nothing for the whole file.",
            file=path,
            line=line,
            words=words,
        )
    return int(found[1]), int(found[2] or found[1])


def _refuse_missing(path: Path, labels: tuple[Label, ...]) -> None:
    files = dict.fromkeys(label.file for label in labels)
    missing = [file for file in files if not (path.parent / file).is_file()]
    if missing:
        raise BadInput(
            "{count} of the labelled files are missing: {files}",
            advice="Put them beside the labels, or take their lines out.",
            count=len(missing),
            files=", ".join(missing),
        )

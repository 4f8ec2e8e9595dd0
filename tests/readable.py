"""Whether somebody can read a paper, for tests of what opens papers."""

from __future__ import annotations

from access.speaker import Speaker
from archive.errors import Refused
from tests.staffed import Staffed


def is_readable(staffed: Staffed, document: str, by: Speaker) -> bool:
    """Whether the first page is shown; if it is not, then by the one refusal."""
    try:
        shown = staffed.desk.reading.show(by, document)
    except Refused as refusal:
        said = str(refusal)
    else:
        return bool(shown.lines)
    assert said == "There is nothing here that you may read."
    return False

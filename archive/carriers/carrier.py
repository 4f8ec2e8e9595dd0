"""Carriers: originals that hold text or other files instead of printed pages, opened like any original."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from types import TracebackType

from defusedxml.common import DefusedXmlException
from PIL import Image

from archive.carriers.composition import MOST_PAGES, too_long
from archive.carriers.docx import docx_leaves
from archive.carriers.drawing import drawn
from archive.carriers.leaf import Enclosed, Leaf, Unread
from archive.carriers.mail import mail_leaves
from archive.carriers.ofd import ofd_leaves
from archive.carriers.package import Source
from archive.carriers.plain import text_leaves
from archive.carriers.web import html_leaves
from archive.carriers.xlsx import xlsx_leaves
from archive.errors import BadInput
from archive.media import DOCX, HTML, MAIL, OFD, PDF, TEXT, XLSX, media_type_of, require_readable
from archive.pdf import PdfFile
from archive.picture import Picture

_DEEPEST = 4  # mails attached to mails


class Carrier:
    """An open carrier; `archive.rendering.Original` like a PDF or a picture."""

    def __init__(self, path: Path, media_type: str) -> None:
        """Lay it out; raise `BadInput` when it is damaged, protected or larger than any paper."""
        self.media_type = media_type
        state = path.stat()
        self._leaves = _kept(path, media_type, state.st_size, state.st_mtime_ns)

    def __enter__(self) -> Carrier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays open."""

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self._leaves)

    def leaf(self, number: int) -> Leaf:
        """What page `number` (from 1) is."""
        return self._leaves[number - 1]

    def image(self, number: int, *, resolution: int, megapixels: int) -> Image.Image:
        """Page `number` (from 1) as an RGB picture. Raise `BadInput` when it cannot be read."""
        match self.leaf(number):
            case Unread(error):
                raise error
            case Enclosed() as leaf:
                with enclosed(leaf) as inner:
                    return inner.image(leaf.number, resolution=resolution, megapixels=megapixels)
            case page:
                return drawn(page, resolution=resolution, megapixels=megapixels)


def enclosed(leaf: Enclosed) -> PdfFile | Picture:
    """The file that a page of a carrier lies in, opened: a context manager like every original."""
    return _opened(leaf.content, leaf.media_type)


def _opened(content: bytes, media_type: str) -> PdfFile | Picture:
    return PdfFile(content) if media_type == PDF else Picture(content, media_type)


@lru_cache(maxsize=1)
def _kept(path: Path, media_type: str, _size: int, _changed: int) -> tuple[Leaf, ...]:
    """The leaves of the file opened last: long files are read in portions, and each portion opens it."""
    return _leaves(path, media_type, 0)


def _leaves(source: Source, media_type: str, depth: int) -> tuple[Leaf, ...]:
    """The pages of a carrier, whatever is wrong with it told as `BadInput`."""
    try:
        leaves = tuple(islice(_READERS[media_type](source, depth), MOST_PAGES + 1))
    except (BadInput, OSError):
        raise
    except RecursionError as error:
        raise _too_deep() from error
    except Exception as error:  # the parsers fail in every way there is on files made to hurt
        attack = isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException)
        raise (_entities() if attack else _damaged()) from error
    if len(leaves) > MOST_PAGES:
        raise too_long()
    return leaves


def _unfolded(content: bytes, depth: int) -> Sequence[Leaf]:
    """The pages of a file inside a carrier."""
    media_type = media_type_of(content)
    require_readable(media_type)
    if depth > _DEEPEST:
        raise _too_deep()
    if media_type in _READERS:
        return _leaves(content, media_type, depth)
    with _opened(content, media_type) as inner:
        count = inner.page_count
    return [Enclosed(content, media_type, number) for number in range(1, count + 1)]


def _entities() -> BadInput:
    return BadInput(
        "The file defines XML entities, which no such file needs and attacks are made of.",
        advice="Do not open it; ask the sender what it is, and dismiss it.",
    )


def _damaged() -> BadInput:
    return BadInput(
        "The file is damaged and cannot be opened.",
        advice="Ask the sender for the file again, or print it to PDF if it opens elsewhere.",
    )


def _too_deep() -> BadInput:
    return BadInput(
        "Too much lies inside one another in this file.",
        advice="Save the innermost papers as files and put these into the inbox.",
    )


def _bytes(source: Source) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _mail(source: Source, depth: int) -> Iterator[Leaf]:
    return mail_leaves(_bytes(source), partial(_unfolded, depth=depth + 1))


_READERS: Mapping[str, Callable[[Source, int], Iterator[Leaf]]] = {
    DOCX: lambda source, _: docx_leaves(source),
    XLSX: lambda source, _: xlsx_leaves(source),
    OFD: lambda source, _: ofd_leaves(source),
    MAIL: _mail,
    HTML: lambda source, _: html_leaves(_bytes(source)),
    TEXT: lambda source, _: text_leaves(_bytes(source)),
}

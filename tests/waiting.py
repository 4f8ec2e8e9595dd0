"""Scans with parts that wait in review."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from archive.catalogue import pages, parts, scans
from archive.content import Content
from archive.decision import Assigned, Candidate, Decision, Evidence, Field, Part, ProposedCustomer, Unknown
from archive.message import message
from archive.page import Page
from tests.staffed import Staffed, page_of

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LICENCE: Decision = Assigned(
    Candidate("business_licence", 9.0, (Evidence("licence", "营业执照", 1, None, 9.0),))
)
NO_KIND: Decision = Unknown("too little", (Candidate("brochure", 1.0),))
FIRST: Decision = Assigned(Candidate("1", 5.0))
NOBODY: Decision = Unknown("no such company")


def credit_code(body: str) -> str:
    """17 characters and the check character of GB 32100: weights are powers of 3, modulus 31."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + ALPHABET[-total % 31]


def part(
    first: int,
    last: int,
    *,
    kind: Decision = LICENCE,
    customer: Decision = NOBODY,
    proposed: ProposedCustomer | None = None,
    **facts: str,
) -> Part:
    """A part with one field for each fact, read off its first page."""
    fields = tuple(Field(name, value, value, first, None, 0.9, "test") for name, value in facts.items())
    return Part(first, last, kind, customer, fields, proposed)


def wait(staffed: Staffed, folder: Path, *waiting: Part, name: str = "扫描.tiff") -> tuple[int, list[int]]:
    """A scan in review with these parts; the numbers of scan and parts. Page n reads 第n页 and the name."""
    count = max((one.last_page for one in waiting), default=1)
    source = folder / "waiting.tiff"
    with staffed.home.catalogue.read() as tx:
        shade = len(scans.select_scans(tx))
    images = [Image.new("RGB", (60, 80), (shade, page, 7)) for page in range(count)]
    images[0].save(source, save_all=True, append_images=images[1:])
    stored = Content(staffed.home.originals).store(source)
    now = staffed.clock()
    with staffed.home.catalogue.write() as tx:
        pages.know_original(tx, stored.sha256, size=stored.size, at=now)
        read = [page_of(page, f"第{page}页{name}") for page in range(1, count + 1)]
        pages.store(tx, stored.sha256, pages.pack(read), media_type="image/tiff")
        scan = scans.receive(tx, claim=stored.sha256, inbox="inbox", name=name, sub_folder="", at=now)
        assert scan is not None
        scans.name_original(tx, scan, stored.sha256)
        numbers = [
            parts.add(tx, scan, one, rules_digest="r" * 64, reason=message("No known kind of paper fits."))
            for one in waiting
        ]
        scans.set_state(tx, scan, "review", at=now)
    return scan, numbers


def wait_with_page(staffed: Staffed, folder: Path, page: Page, waiting: Part) -> int:
    """A part in review of one page, which reads as this page does; its number."""
    scan, (number,) = wait(staffed, folder, waiting)
    with staffed.home.catalogue.write() as tx:
        pages.store(tx, str(scans.get(tx, scan).original), pages.pack([page]), media_type="image/tiff")
    return number

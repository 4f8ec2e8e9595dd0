"""Scans with several papers, brought in as the pipeline would, for tests of how papers leave the archive."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image

from archive import audit
from archive.catalogue import pages as kept_pages
from archive.catalogue import parts, scans
from archive.content import Content
from archive.decision import Assigned, Candidate, Evidence, Field, Part, ProposedCustomer, Unknown
from archive.filing import Filed, Filing, Paper
from archive.message import message
from archive.page import Box, Line, Page
from tests.staffed import Staffed

WIDTH, HEIGHT = 120, 160


@dataclass(frozen=True, slots=True)
class Made:
    """A paper on pages `first` to `last`: `word` is in all that is known of it. Not `filed`: it waits."""

    first: int
    last: int
    word: str
    kind: str = "credit_report"
    customer: int = 1
    filed: bool = True


def picture(number: int) -> Image.Image:
    """A page that nobody can mistake for another: noise, which no compression makes small."""
    return Image.frombytes("L", (WIDTH, HEIGHT), Random(number).randbytes(WIDTH * HEIGHT)).convert("RGB")


def draw(path: Path, count: int, *, seed: int = 0) -> Path:
    """A scan of so many pages of noise, TIFF or PDF by the ending of its name."""
    pages = [picture(1000 * seed + number) for number in range(1, count + 1)]
    if path.suffix == ".tiff":
        pages[0].save(path, save_all=True, append_images=pages[1:])
        return path
    document = pypdfium2.PdfDocument.new()
    for page in pages:
        image = path.with_suffix(".page.pdf")
        page.save(image, format="PDF", quality=95)
        document.import_pages(pypdfium2.PdfDocument(image))
        image.unlink()
    document.save(path)
    return path


def bring_in(staffed: Staffed, source: Path, made: Sequence[Made], *, pages: int) -> list[Filed]:
    """Take a scan in with these papers on its pages; those filed, in their order."""
    home, now = staffed.home, staffed.clock()
    stored = Content(home.originals).store(source)
    media_type = "application/pdf" if source.suffix == ".pdf" else "image/tiff"
    filed: list[Filed] = []
    with home.catalogue.write() as tx:
        kept_pages.know_original(tx, stored.sha256, size=stored.size, at=now)
        read = [_page(number, made) for number in range(1, pages + 1)]
        kept_pages.store(tx, stored.sha256, kept_pages.pack(read), media_type=media_type)
        claim = f"{home.identity[:8]}-{secrets.token_hex(8)}"
        words = "".join(one.word for one in made)
        scan = scans.receive(tx, claim=claim, inbox="inbox", name=f"{words}.tiff", sub_folder=words, at=now)
        scans.name_original(tx, scan, stored.sha256)
        audit.append(tx, audit.Entry("scan.receive", "done", "dangan", subject=f"scan:{scan}"), at=now)
        for one in made:
            part = parts.add(tx, scan, _part(one), rules_digest="-", reason=message("{word}", word=one.word))
            if one.filed:
                machine = _part(one)
                paper = Paper(
                    scan,
                    stored.sha256,
                    one.first,
                    one.last,
                    one.kind,
                    one.customer,
                    machine.fields,
                    year=now.year,
                )
                filed.append(Filing(home.regulations, staffed.clock).file_paper(tx, paper, by=None))
                parts.close(tx, part, "filed", document=filed[-1].document)
        scans.set_state(tx, scan, "filed" if all(one.filed for one in made) else "review", at=now)
    staffed.engine.drain()
    return filed


def _page(number: int, made: Sequence[Made]) -> Page:
    words = [one.word for one in made if one.first <= number <= one.last]
    lines = tuple(
        Line(f"{word}第{number}页", Box(1, 20.0 * row, 90, 20.0 * row + 10)) for row, word in enumerate(words)
    )
    return Page(number, WIDTH, HEIGHT, 0, "test", lines)


def _part(made: Made) -> Part:
    evidence = Evidence("a.rule", made.word, made.first, Box(1, 1, 9, 9), 1.0)
    facts = (("title", f"{made.word}题名"), ("author", f"{made.word}责任者"))
    fields = tuple(Field(name, value, value, made.first, None, 1.0, "a.rule") for name, value in facts)
    proposed = ProposedCustomer(made.word, None)
    if not made.filed:
        unknown = Unknown("no rule spoke", (Candidate(made.kind, 0.2, (evidence,)),))
        return Part(made.first, made.last, unknown, _unknown_customer(made), fields, proposed)
    kind, customer = Candidate(made.kind, 1.0, (evidence,)), Candidate(str(made.customer), 1.0, (evidence,))
    return Part(made.first, made.last, Assigned(kind), Assigned(customer), fields, proposed)


def _unknown_customer(made: Made) -> Unknown:
    return Unknown("nobody named", (Candidate(str(made.customer), 0.1),))

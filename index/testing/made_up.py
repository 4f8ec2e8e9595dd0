"""Made-up papers for the engine contract: a catalogue to file them in, and texts as OCR leaves them.

Everything is drawn from a seed. Nothing here uses the tokeniser or the query parser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from sqlalchemy import insert, update

from archive import schema
from archive.catalogue.database import Catalogue
from archive.catalogue.decisions import encode_fields
from archive.catalogue.outbox import stage
from archive.decision import Field
from archive.page import Box, Line, Page, encode_page

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
KINDS = {"business_licence": "营业执照", "contract_text": "合同正本", "account_statement": "对账单"}
CUSTOMERS = ("青禾煤业(云岭)有限公司", "白鹭选煤设备制造厂", "Northwind 煤炭贸易公司")
PEOPLE = ("欧阳明远", "李青", "赵若兰", "陈述", "钱一")
WORDS = (
    "煤炭",
    "营业执照",
    "注册资本",
    "法定代表人",
    "合同",
    "付款承诺",
    "有限公司",
    "对账单",
    "验收记录",
    "信用额度",
)
LATIN = ("Coal", "Mining", "INVOICE", "Ltd", "ISO9001", "A4", "x")
_TRADITIONAL = str.maketrans("业执号国额证", "業執號國額證")


Fact = tuple[str, str | Decimal]
"""A field read off a paper: its name and its value; money is a Decimal, in yuan."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A made-up paper before it is filed; `pages` are texts of lines."""

    pages: tuple[str, ...]
    file: int = 1
    kind: str = "contract_text"
    issued_on: date | None = None
    title: str = "题名"
    fields: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """A made-up document as it was filed."""

    document: int
    sequence: int
    revision: int
    file: int
    kind: str
    customer: int
    issued_on: date | None
    title: str
    number: str
    pages: tuple[str, ...]
    fields: tuple[Fact, ...] = ()


class Shelf:
    """A catalogue with `files` files of made-up customers; papers are filed, changed, disposed of."""

    def __init__(self, folder: Path, *, files: int = 6) -> None:
        self.catalogue = Catalogue(folder / "catalogue.db")
        schema.metadata.create_all(self.catalogue.engine)
        self.filed: dict[int, Filed] = {}
        self.files = tuple(range(1, files + 1))
        self._last = 0
        self._furnish()

    def file(
        self,
        pages: Sequence[str],
        *,
        file: int = 1,
        kind: str = "contract_text",
        issued_on: date | None = None,
        title: str = "题名",
        fields: tuple[Fact, ...] = (),
    ) -> Filed:
        """File one paper with these page texts."""
        return self.file_all([Draft(tuple(pages), file, kind, issued_on, title, fields)])[0]

    def file_all(self, drafts: Iterable[Draft]) -> list[Filed]:
        """File papers in one transaction, their outbox rows with them."""
        papers = [self._number(draft) for draft in drafts]
        packed = [
            {"original": _digest(paper.document), "number": count, "packed": encode_page(page(count, text))}
            for paper in papers
            for count, text in enumerate(paper.pages, 1)
        ]
        originals = [{"sha256": _digest(paper.document), "bytes": 1, "stored_at": NOW} for paper in papers]
        with self.catalogue.write() as tx:
            tx.execute(insert(schema.originals), originals)
            tx.execute(insert(schema.pages), packed)
            tx.execute(insert(schema.documents), [_columns(paper) for paper in papers])
            for paper in papers:
                stage(tx, paper.document, revision=1, removed=False, at=NOW)
        self.filed |= {paper.document: paper for paper in papers}
        return papers

    def revise(self, document: int, *, file: int, title: str) -> Filed:
        """Move a document to another file and give it another title."""
        before = self.filed[document]
        paper = replace(
            before,
            file=file,
            title=title,
            customer=self.customer_of(file),
            revision=before.revision + 1,
        )
        with self.catalogue.write() as tx:
            tx.execute(
                update(schema.documents).where(schema.documents.c.id == document).values(**_columns(paper))
            )
            stage(tx, document, revision=paper.revision, removed=False, at=NOW)
        self.filed[document] = paper
        return paper

    def dispose(self, document: int) -> None:
        """Dispose of a document."""
        revision = self.filed.pop(document).revision + 1
        with self.catalogue.write() as tx:
            tx.execute(
                update(schema.documents)
                .where(schema.documents.c.id == document)
                .values(state="disposed", revision=revision)
            )
            stage(tx, document, revision=revision, removed=True, at=NOW)

    def stage_again(self, document: int, *, revision: int) -> None:
        """Write an outbox row out of turn, as a delayed or repeated one."""
        with self.catalogue.write() as tx:
            stage(tx, document, revision=revision, removed=False, at=NOW)

    def customer_of(self, file: int) -> int:
        """The customer whose file this is."""
        return (file - 1) % len(CUSTOMERS) + 1

    def _number(self, draft: Draft) -> Filed:
        self._last += 1
        number = self._last
        return Filed(
            number,
            number,
            1,
            draft.file,
            draft.kind,
            self.customer_of(draft.file),
            draft.issued_on,
            draft.title,
            f"QH-{number:04}",
            draft.pages,
            draft.fields,
        )

    def _furnish(self) -> None:
        with self.catalogue.write() as tx:
            tx.execute(insert(schema.companies).values(id=1, short="QH", name="青禾集团"))
            tx.execute(insert(schema.departments).values(id=1, company=1, short="SC", name="市场部"))
            for customer, name in enumerate(CUSTOMERS, 1):
                tx.execute(
                    insert(schema.customers).values(
                        id=customer, name=name, kind="customer", company=1, department=1, created_at=NOW
                    )
                )
            tx.execute(insert(schema.customer_names).values(customer=2, name="白鹭厂", kind="alias"))
            for file in self.files:
                tx.execute(insert(schema.files).values(**self._file(file)))
            scan = {
                "id": 1,
                "name": "a.pdf",
                "claim": "a",
                "inbox": "inbox",
                "state": "filed",
                "received_at": NOW,
            }
            tx.execute(insert(schema.scans).values(**scan))

    def _file(self, file: int) -> dict[str, object]:
        return {
            "id": file,
            "company": 1,
            "department": 1,
            "regulation": "credit",
            "customer": self.customer_of(file),
            "year": 2000 + file,
            "class": "XY",
            "serial": file,
            "number": f"QH-SC-{file}",
            "opened_at": NOW,
        }


def page(number: int, text: str) -> Page:
    """A page with these lines, one below the other."""
    rows = enumerate(text.split("\n"))
    lines = tuple(Line(line, Box(0, 20 * row, 10 * len(line), 20 * row + 18)) for row, line in rows)
    return Page(number, 800, 1100, 0, "made up", lines)


def draw_papers(shelf: Shelf, *, seed: int, count: int) -> None:
    """File papers drawn from a seed over all files of the shelf."""
    draw = Random(seed)  # noqa: S311 - reproducible, nothing secret
    shelf.file_all([_draft(draw, shelf.files) for _ in range(count)])


def _draft(draw: Random, files: Sequence[int]) -> Draft:
    pages = tuple(scanned(draw, sentence(draw, draw.randint(8, 40))) for _ in range(draw.randint(1, 3)))
    issued = date(2022, 1, 1) + timedelta(days=draw.randrange(1200)) if draw.random() < 0.8 else None
    return Draft(pages, draw.choice(files), draw.choice(sorted(KINDS)), issued, draw.choice(WORDS))


def sentence(draw: Random, length: int) -> str:
    """Words, names, codes and amounts beside each other, as a paper prints them."""
    return "".join(
        draw.choice((_word, _word, _word, _person, _code, _amount, _latin, _sign))(draw)
        for _ in range(length)
    )


def _word(draw: Random) -> str:
    return draw.choice(WORDS)


def _person(draw: Random) -> str:
    return draw.choice(PEOPLE)


def _code(draw: Random) -> str:
    digits = "".join(draw.choice("0123456789ABCDEFGH") for _ in range(8))
    return draw.choice((f"91{digits}", f"HT-{draw.randint(2020, 2026)}-{draw.randint(1, 40):03}"))


def _amount(draw: Random) -> str:
    return (
        draw.choice(
            (f"{draw.randint(1, 90)},{draw.randint(0, 999):03},000.00", str(draw.randint(1000, 99999)))
        )
        + "元"
    )


def _latin(draw: Random) -> str:
    return f" {draw.choice(LATIN)} {draw.choice(LATIN)} "


def _sign(draw: Random) -> str:
    return draw.choice(("，", "。", "：", "、", "(甲)", "《", "》", "·", " / "))


def scanned(draw: Random, text: str) -> str:
    """Text as reading leaves it: lines broken anywhere, stray blanks, full-width and traditional forms."""
    written: list[str] = []
    for character in text:
        chance = draw.random()
        if chance < 0.03:
            written.append("\n")
        elif chance < 0.08:
            written.append(" ")
        if chance > 0.97 and character.isascii() and character.isalnum():
            character = chr(ord(character) + 0xFEE0)
        elif chance > 0.9:
            character = character.translate(_TRADITIONAL)
        written.append(character)
    return "".join(written)


def _digest(number: int) -> str:
    return f"{number:064x}"


def _columns(paper: Filed) -> dict[str, object]:
    return {
        "id": paper.document,
        "scan": 1,
        "original": _digest(paper.document),
        "first_page": 1,
        "last_page": len(paper.pages),
        "kind": paper.kind,
        "customer": paper.customer,
        "file": paper.file,
        "item": paper.document,
        "number": paper.number,
        "title": paper.title,
        "issued_on": paper.issued_on,
        "secrecy": "内部",
        "retention": "10年",
        "revision": paper.revision,
        "filing_sequence": paper.sequence,
        "filed_at": NOW,
        "fields": encode_fields(
            tuple(Field(name, value, str(value), 1, None, 1.0, "made up") for name, value in paper.fields)
        ),
    }

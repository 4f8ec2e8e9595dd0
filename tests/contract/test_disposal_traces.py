"""After a disposal nothing of the paper is left in the home, down to the bytes; what stays is whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import apsw
import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import insert, select

from access.disposal import Approval
from access.grounds import Proposal
from access.losses import LossReport
from archive import schema
from archive.catalogue import pages, scans
from archive.content import Content
from archive.errors import Conflict, NotFound
from archive.filing import Filed
from archive.people import Post
from archive.verification import verify
from index.entry import entry_of
from index.papers import read_documents
from tests.clock import StoppedClock
from tests.leaving import HEIGHT, WIDTH, Made, bring_in, draw, picture
from tests.staffed import PASSWORD, Staffed, staff

GOES, STAYS, WAITS = "鹬蚌朱砂密件", "鸲鹆青黛存件", "鹡鸰藤黄待件"


@pytest.fixture
def staffed(tmp_path: Path, clock: StoppedClock) -> Iterator[Staffed]:
    made = staff(tmp_path, clock)
    yield made
    made.close()


def dispose(staffed: Staffed, *papers: Filed) -> None:
    """The whole way: lost, proposed, signed, carried out in one go."""
    archivist, director = staffed.speakers[Post.ARCHIVIST], staffed.speakers[Post.CREDIT_OFFICE_DIRECTOR]
    numbers = []
    for paper in papers:
        staffed.desk.losses.report(archivist, LossReport(paper.number, "盘点时未见"))
        proposed = staffed.desk.disposals.propose(archivist, Proposal(paper.number, "lost", "遗失"))
        approval = Approval(proposed.number, proposed.sha256, PASSWORD)
        staffed.desk.disposals.sign(director, approval)
        numbers.append(proposed.number)
    done = staffed.desk.disposals.carry_out(archivist, numbers)
    assert {"done"} == {one.state for one in done}


def everything(home: Path) -> Iterable[tuple[str, bytes]]:
    """Every file of the home, with its bytes."""
    for path in sorted(home.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(home)), path.read_bytes()


def traces(home: Path, needles: Iterable[bytes]) -> set[str]:
    """The files in which any of these bytes are to be found."""
    wanted = tuple(needles)
    return {name for name, content in everything(home) if any(needle in content for needle in wanted)}


def index_traces(home: Path) -> set[str]:
    """The index's files that hold a character of the paper's alone: of a term only its end may be there."""
    needles = [character.encode() for character in GOES[:4]]
    return {name for name in traces(home, needles) if name.startswith("index")}


def pieces(content: bytes) -> list[bytes]:
    """Stretches of a file that tell it: some from its middle, whole ones."""
    return [content[at : at + 48] for at in range(1500, len(content) - 48, 997)]


def packed_pages(staffed: Staffed, original: str, *numbers: int) -> list[bytes]:
    """Stretches of the packed pages as the catalogue keeps them."""
    table = schema.pages
    with staffed.home.catalogue.read() as tx:
        wanted = select(table.c.packed).where(table.c.original == original, table.c.number.in_(numbers))
        return [packed[8:-8] for packed in tx.execute(wanted).scalars()]


def index_words(staffed: Staffed) -> set[str]:
    """The terms that the serving index's file holds."""
    (file,) = staffed.home.path.glob("index-*.db")
    connection = apsw.Connection(str(file))
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'terms', 'row')")
    found = {term for (term,) in connection.execute("SELECT term FROM words")}
    packed = [zlib.decompress(row).decode() for (row,) in connection.execute("SELECT packed FROM texts")]
    connection.close()
    return found | {word for word in (GOES, STAYS, WAITS) if any(word in text for text in packed)}


def index_tokens(staffed: Staffed, document: int) -> set[str]:
    """The terms that only this document gave the index."""
    with staffed.home.catalogue.read() as tx:
        every = tx.execute(select(schema.documents.c.id)).scalars().all()
        read = read_documents(tx, every)
    own, others = set[str](), set[str]()
    for number, paper in read.items():
        spelled = set(f"{(entry := entry_of(paper)).terms} {entry.facts} {entry.chars}".split())
        (own if number == document else others).update(spelled)
    return {term for term in own - others if len(term) > 1}


def original_of(staffed: Staffed, filed: Filed) -> str:
    with staffed.home.catalogue.read() as tx:
        table = schema.documents
        return str(tx.execute(select(table.c.original).where(table.c.id == filed.document)).scalar_one())


def faults(staffed: Staffed) -> list[str]:
    return [str(fault.what) for fault in verify(staffed.home, staffed.engine)]


@pytest.mark.parametrize("name", ["scan.tiff", "scan.pdf"])
def test_nothing_of_a_paper_is_left_in_the_home(staffed: Staffed, tmp_path: Path, name: str) -> None:
    home, source = staffed.home.path, draw(tmp_path / name, 2)
    (filed,) = bring_in(staffed, source, [Made(1, 2, GOES)], pages=2)
    other = draw(tmp_path / f"other{name}", 1, seed=7)
    bring_in(staffed, other, [Made(1, 1, STAYS)], pages=1)
    digest, theirs = original_of(staffed, filed), other.read_bytes()
    own = [piece for piece in pieces(source.read_bytes()) if piece not in theirs]  # all JPEGs have one head
    tokens = index_tokens(staffed, filed.document)
    words = [GOES.encode(), *(GOES[at : at + 2].encode() for at in range(len(GOES) - 1))]
    raw = [*words, *packed_pages(staffed, digest, 1, 2), *own]
    before = traces(home, raw)
    assert any(found.startswith("catalogue") for found in before)
    assert any(found.startswith("originals") for found in before)
    assert index_traces(home) != set()
    assert tokens <= index_words(staffed)

    dispose(staffed, filed)

    assert traces(home, raw) == set()
    assert index_traces(home) == set()
    assert tokens & index_words(staffed) == set()
    assert STAYS in index_words(staffed)
    assert faults(staffed) == []


def test_its_line_stays_in_the_register_without_its_words(staffed: Staffed, tmp_path: Path) -> None:
    (filed,) = bring_in(staffed, draw(tmp_path / "scan.tiff", 2), [Made(1, 2, GOES)], pages=2)
    dispose(staffed, filed)
    archivist = staffed.speakers[Post.ARCHIVIST]
    (entry,) = staffed.desk.disposals.list(archivist)
    assert (entry.document, entry.kind, entry.pages) == (filed.number, "资信调查报告", 2)
    assert (entry.state, entry.title) == ("done", "")
    assert entry.removed["original"] == "overwritten"
    (loss,) = staffed.desk.losses.list(archivist)
    assert (loss.state, loss.conclusion) == ("disposed", entry.number)
    holdings = staffed.desk.holdings.read(archivist)
    assert [(void.number, void.reason) for void in holdings.voids] == [(filed.number, entry.number)]
    assert [document.id for document in holdings.documents] == []
    with staffed.home.catalogue.read() as tx:
        assert [scan.state for scan in scans.select_scans(tx)] == ["disposed"]
    with pytest.raises(NotFound):
        staffed.desk.documents.show(archivist, filed.number)


@pytest.mark.parametrize("name", ["scan.tiff", "scan.pdf"])
def test_what_shares_its_scan_stays_whole(staffed: Staffed, tmp_path: Path, name: str) -> None:
    home, source = staffed.home.path, draw(tmp_path / name, 5)
    made = [Made(1, 1, STAYS), Made(2, 3, GOES), Made(5, 5, WAITS, filed=False)]
    stays, goes = bring_in(staffed, source, made, pages=5)
    digest = original_of(staffed, goes)
    words = [GOES.encode(), *(GOES[at : at + 2].encode() for at in range(len(GOES) - 1))]
    own = packed_pages(staffed, digest, 2, 3, 4)
    pictures = [noise for number in (2, 3, 4) for noise in _noise(source, number)]
    assert traces(home, [*words, *own]) != set()
    assert traces(home, pictures) != set()

    dispose(staffed, goes)

    assert traces(home, [*words, *own, *pictures]) == set()
    assert faults(staffed) == []
    kept = original_of(staffed, stays)
    assert kept != digest
    shown = _pictures(Content(staffed.home.originals).path(kept))
    assert len(shown) == 2
    (waiting,) = staffed.desk.review.list(staffed.speakers[Post.ARCHIVIST])
    assert (waiting.first_page, waiting.last_page) == (2, 2)
    with staffed.home.catalogue.read() as tx:
        texts = [page.text for page in pages.load(tx, kept)]
    assert texts == [f"{STAYS}第1页", f"{WAITS}第5页"]
    if name == "scan.tiff":  # a TIFF keeps every pixel
        assert [image.tobytes() for image in shown] == [picture(1).tobytes(), picture(5).tobytes()]


def _noise(source: Path, number: int) -> list[bytes]:
    """Bytes by which a page's picture is known in its file: of a TIFF the pixels, of a PDF its JPEG."""
    if source.suffix == ".tiff":
        return pieces(picture(number).tobytes())
    (image,) = pypdfium2.PdfDocument(source)[number - 1].get_objects()
    return pieces(bytes(image.get_data()))


def _pictures(path: Path) -> list[Image.Image]:
    if path.read_bytes()[:4] == b"%PDF":
        document = pypdfium2.PdfDocument(path)
        return [page.render().to_pil() for page in document]
    with Image.open(path) as image:
        found = []
        for frame in range(getattr(image, "n_frames", 1)):
            image.seek(frame)
            found.append(image.convert("RGB"))
        return found


def test_a_page_that_a_paper_shares_with_one_that_stays_keeps_both(staffed: Staffed, tmp_path: Path) -> None:
    made = [Made(1, 2, GOES), Made(2, 3, STAYS)]
    goes, stays = bring_in(staffed, draw(tmp_path / "scan.tiff", 3), made, pages=3)
    with pytest.raises(Conflict, match=f"also belong to a paper that stays: {stays.number}"):
        dispose(staffed, goes)
    assert faults(staffed) == []
    with staffed.home.catalogue.read() as tx:
        states = tx.execute(select(schema.documents.c.state).order_by(schema.documents.c.id)).scalars().all()
    assert states == ["current", "current"]


def test_papers_that_share_a_page_go_together(staffed: Staffed, tmp_path: Path) -> None:
    made = [Made(1, 2, GOES), Made(2, 3, f"{GOES}乙"), Made(4, 4, STAYS)]
    first, second, _ = bring_in(staffed, draw(tmp_path / "scan.tiff", 4), made, pages=4)
    dispose(staffed, first, second)
    assert traces(staffed.home.path, [GOES.encode()]) == set()
    assert faults(staffed) == []


def test_a_signed_form_in_the_same_pile_stays_with_its_form(staffed: Staffed, tmp_path: Path) -> None:
    source = draw(tmp_path / "scan.tiff", 3)
    (goes,) = bring_in(staffed, source, [Made(1, 2, GOES)], pages=3)
    with staffed.home.catalogue.write() as tx:
        scan = tx.execute(select(schema.documents.c.scan)).scalar_one()
        sheet = {"scan": scan, "page": 3, "said": "查询-2026-0001", "state": "checked"}
        tx.execute(insert(schema.form_sheets).values(sheet))
    dispose(staffed, goes)
    with staffed.home.catalogue.read() as tx:
        (kept,) = scans.select_scans(tx)
        assert tx.execute(select(schema.form_sheets.c.page)).scalars().all() == [1]
    (shown,) = _pictures(Content(staffed.home.originals).path(str(kept.original)))
    assert shown.tobytes() == picture(3).tobytes()
    assert faults(staffed) == []


def test_the_same_file_brought_in_again_is_a_new_arrival(staffed: Staffed, tmp_path: Path) -> None:
    source = draw(tmp_path / "scan.tiff", 2)
    (filed,) = bring_in(staffed, source, [Made(1, 2, GOES)], pages=2)
    dispose(staffed, filed)
    (again,) = bring_in(staffed, source, [Made(1, 2, STAYS)], pages=2)
    assert faults(staffed) == []
    assert again.number != filed.number
    assert (WIDTH, HEIGHT) == _pictures(Content(staffed.home.originals).path(original_of(staffed, again)))[
        0
    ].size

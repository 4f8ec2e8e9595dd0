"""Whatever page leaves the desk leads back to whom it was shown, and brings nothing else along."""

from __future__ import annotations

import ast
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import update

from access.desk import Desk
from access.speaker import Speaker
from archive import schema
from archive.people import Post
from tests.leaking import FOREIGN_TEXT
from tests.marking import attached, marks_of
from tests.staffed import CANARY_NAME, CUSTOMER, Staffed

ROOT = Path(__file__).parents[2]
GIVES_PAGES: dict[str, Callable[[Desk, Speaker, str], bytes]] = {
    "image": lambda desk, reader, number: desk.reading.image(reader, number).png,
    "export": lambda desk, reader, number: desk.reading.export(reader, number).file,
    "export of the file": lambda desk, reader, number: (
        desk.reading.export(reader, number, original=True).file
    ),
}


@pytest.mark.parametrize("how", GIVES_PAGES)
def test_pages_carry_reader_form_and_time(how: str, staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask(CUSTOMER))
    given = GIVES_PAGES[how](staffed.desk, staffed.speakers[Post.READER], filed.number)
    assert marks_of(given) == {
        "reader": "查阅人甲 (reader)",
        "basis": "form:1",
        "form": "查询-2026-0001",
        "at": staffed.clock().astimezone().isoformat(),
    }


@pytest.mark.parametrize("how", GIVES_PAGES)
def test_pages_bring_no_name_and_no_other_page_along(how: str, staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask(CUSTOMER))
    given = GIVES_PAGES[how](staffed.desk, staffed.speakers[Post.READER], filed.number)
    name = CANARY_NAME.removesuffix(".png")
    for spelt in (name.encode(), name.encode("utf-16-be"), str(tmp_path).encode(), b"paper.tiff"):
        assert spelt not in unpacked(given)


def unpacked(content: bytes) -> bytes:
    """A picture as it is, a PDF with its streams unpacked but for what is attached to it."""
    if not content.startswith(b"%PDF"):
        return content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        file = io.BytesIO()
        pdf.save(file, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    return file.getvalue()


def test_the_file_itself_is_named_by_its_archive_number(staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask(CUSTOMER))
    export = staffed.desk.reading.export(staffed.speakers[Post.READER], filed.number, original=True)
    assert list(attached(export.file)) == [export.attached] == [f"{filed.number}.png"]


def test_a_waiting_part_is_marked_with_the_duty(staffed: Staffed, tmp_path: Path) -> None:
    part = staffed.keep_in_review(tmp_path)
    png = staffed.desk.review.image(staffed.speakers[Post.ARCHIVIST], part.number, page=1)
    assert (marks_of(png)["reader"], marks_of(png)["basis"]) == (
        f"{Post.ARCHIVIST.label}甲 (archivist)",
        f"duty:settle:{part.number}",
    )
    shown = staffed.desk.review.show(staffed.speakers[Post.ARCHIVIST], part.number)
    assert shown.mark.basis == f"duty:settle:{part.number}"


def test_the_text_of_a_page_says_so_too(staffed: Staffed, tmp_path: Path) -> None:
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask(CUSTOMER))
    mark = staffed.desk.reading.show(staffed.speakers[Post.READER], filed.number).mark
    assert (mark.login, mark.called, mark.at) == ("reader", "查询-2026-0001", staffed.clock())


def test_a_renamed_reader_is_marked_as_the_catalogue_has_him(staffed: Staffed, tmp_path: Path) -> None:
    """Not as the caller's memory has him."""
    filed = staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask(CUSTOMER))
    reader = staffed.speakers[Post.READER]
    with staffed.home.catalogue.write() as tx:
        tx.execute(
            update(schema.persons).where(schema.persons.c.id == reader.person.number).values(name="王改名")
        )
    assert staffed.desk.reading.show(reader, filed.number).mark.reader == "王改名"


def test_a_part_of_a_shared_picture_file_is_exported_alone(staffed: Staffed, tmp_path: Path) -> None:
    half = staffed.file_paper(tmp_path, pages=(2, 2), text=FOREIGN_TEXT)
    staffed.approve(staffed.ask(CUSTOMER))
    export = staffed.desk.reading.export(staffed.speakers[Post.READER], half.number)
    with pikepdf.open(io.BytesIO(export.file)) as pdf:
        pictures = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image" and one.Height == 80
        ]
        assert (len(pdf.pages), len(pictures)) == (1, 1)


def test_nobody_takes_pages_out_without_a_mark() -> None:
    """`page_png` and `export_pages` want one; what wants none is for what stays in the archive."""
    using = {
        str(path.relative_to(ROOT))
        for room in ("access", "search_cli", "reports")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and {alias.name for alias in node.names}
        & {"page_range", "page_image", "extract_pages", "open_original"}
    }
    assert using == set()

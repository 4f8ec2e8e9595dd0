"""Office files, mails and tables made to hurt: each ends with a reason, none is followed, run or unpacked."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.carriers.carrier import Carrier
from archive.carriers.leaf import Unread
from archive.errors import BadInput
from archive.page import Page
from archive.rendering import open_original
from archive.settings import ReadingSettings
from ingest.reading.outcome import ReadTask, Unreadable
from ingest.reading.pool import ReadingPool
from tests.carried import excel, mail, ofd, packed, paragraph, pasted, printed, relation, word

ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
ENTITIES = "The file defines XML entities, which no such file needs and attacks are made of."
DAMAGED = "The file is damaged and cannot be opened."
ENDLESS = "Laid out, the file has more than {limit} pages."
ROWS = "The table has more than {limit} rows."
HUGE = "Unpacked, the file is far larger than any paper."


def altered(content: bytes, **members: bytes) -> bytes:
    """A packed file with members exchanged: `document_xml` stands for any that ends in document.xml."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        kept = {name: archive.read(name) for name in names}
    for word_, changed in members.items():
        kept[next(name for name in names if name.endswith(word_.replace("_", ".")))] = changed
    return packed(kept)


def sheet(rows: str) -> bytes:
    """A workbook whose sheet has these rows of XML."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return altered(excel([["a"]]), sheet1_xml=f"{head}{rows}</sheetData></worksheet>".encode())


HEAD = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def opened(level: int) -> bytes:
    """The beginning of a part that holds parts."""
    return b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level)


def nested(depth: int) -> bytes:
    """A mail in a mail in a mail."""
    inside = b"Content-Type: message/rfc822\r\n\r\n"
    return b"".join(HEAD + opened(level) + inside for level in range(depth)) + HEAD + b"\r\n.\r\n"


def wrapped_in_parts(depth: int) -> bytes:
    """A mail of parts in parts."""
    return HEAD + b"".join(map(opened, range(depth)))


HOSTILE = {
    "a zip bomb": (altered(word(), document_xml=b" " * 41_000_000), HUGE),
    "a document that names a file of the machine": (
        altered(word(), document_xml=ENTITY.encode() + b"<x>&e;</x>"),
        ENTITIES,
    ),
    "a billion laughs in Word": (altered(word(), document_xml=LAUGHS.encode() + b"<x>&i;</x>"), ENTITIES),
    "a billion laughs in Excel": (
        altered(excel([["a"]]), sheet1_xml=LAUGHS.encode() + b"<worksheet>&i;</worksheet>"),
        ENTITIES,
    ),
    "a billion laughs in OFD": (altered(ofd(()), OFD_xml=LAUGHS.encode() + b"<x>&i;</x>"), ENTITIES),
    "a sheet of a million rows": (sheet("<row><c><v>1</v></c></row>" * 1_000_000), ROWS),
    "a sheet whose second row is far away": (
        sheet('<row r="1"/><row r="99999999999"><c><v>1</v></c></row>'),
        ROWS,
    ),
    "rows that end at the last column": (sheet('<row><c r="XFD1"><v>1</v></c></row>' * 20_000), ROWS),
    "a table of text without end": (b"1,2,3\n" * 300_000, ROWS),
    "a line of text without end": ("字".encode() * 5_000_000, ENDLESS),
    "a truncated file": (word(paragraph("合同"))[:-200], DAMAGED),
    "a file with a broken middle": (
        excel([["合同"] * 50] * 50).replace(b"PK\x01\x02", b"PK\x01\x03"),
        DAMAGED,
    ),
    "a document that is none": (packed({"[Content_Types].xml": "", "word/document.xml": "合同"}), DAMAGED),
    "mails in mails without end": (nested(400), "Too much lies inside one another in this file."),
    "parts in parts without end": (wrapped_in_parts(3000), "Too much lies inside one another in this file."),
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "a1b2"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_ends_with_a_reason(kind: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[kind]
    with pytest.raises(BadInput) as refused:
        open_original(written(tmp_path, content))
    assert (refused.value.message, bool(refused.value.advice)) == (reason, True)


def test_a_reading_process_says_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, HOSTILE["a billion laughs in Word"][0])
    with ReadingPool(ReadingSettings(workers=1)) as pool:
        outcome = pool.read(ReadTask(path, "合同.docx"))
    assert isinstance(outcome, Unreadable)
    assert (outcome.reason.text, outcome.fault) == (ENTITIES, "file")


def texts(path: Path) -> list[str]:
    with open_original(path) as original:
        assert isinstance(original, Carrier)
        leaves = [original.leaf(number) for number in range(1, original.page_count + 1)]
    return [leaf.text if isinstance(leaf, Page) else type(leaf).__name__ for leaf in leaves]


def test_nothing_outside_the_file_is_fetched(tmp_path: Path) -> None:
    links = relation("r1", "http://tracker.example/pixel.jpg", external=True) + relation(
        "r2", "../../../etc/hostname"
    )
    path = written(tmp_path, word(paragraph("合同"), pasted("r1"), pasted("r2"), relations=links))
    assert texts(path) == ["合同"]


def test_names_that_climb_out_of_the_archive_lead_nowhere(tmp_path: Path) -> None:
    content = word(paragraph("合同"), parts={"../../climbed.txt": "x", "/etc/climbed.txt": "x"})
    (tmp_path / "in").mkdir()
    assert texts(written(tmp_path / "in", content)) == ["合同"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a1b2", "in"]


def test_a_protected_package(tmp_path: Path) -> None:
    content = bytearray(word(paragraph("合同")))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    with pytest.raises(BadInput) as refused:
        open_original(written(tmp_path, bytes(content)))
    assert refused.value.message == "The file is protected by a password."


def test_macros_are_not_so_much_as_looked_at(tmp_path: Path) -> None:
    content = word(paragraph("合同"), parts={"word/vbaProject.bin": b'Shell "rm"'})
    assert texts(written(tmp_path, content)) == ["合同"]


@pytest.mark.parametrize(
    ("attached", "reason"),
    [
        (packed({"a.txt": "x"}), "This is a packed folder (zip, rar, 7z, gz)."),
        (word(paragraph("合同"))[:-200], DAMAGED),
        (printed("营业执照")[:200], "The PDF is damaged and cannot be opened."),
    ],
)
def test_an_attachment_that_cannot_be_read_takes_a_page_with_the_reason(
    attached: bytes, reason: str, tmp_path: Path
) -> None:
    letter: EmailMessage = mail("资料", "a@b.example", "c@d.example", "见附件")
    letter.add_attachment(attached, maintype="application", subtype="octet-stream", filename="资料")
    with open_original(written(tmp_path, letter.as_bytes())) as original:
        assert isinstance(original, Carrier)
        leaf = original.leaf(2)
    assert isinstance(leaf, Unread)
    assert leaf.error.message == reason

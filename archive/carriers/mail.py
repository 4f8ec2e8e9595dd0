"""Mails (.eml, .mht) as pages: head and body, then the papers attached. Nothing is fetched or run."""

from __future__ import annotations

import email
import email.utils
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from itertools import count as count_from
from pathlib import PurePath

from archive.carriers.composition import Block, Paragraph, compose
from archive.carriers.leaf import Leaf, Unfold, Unread
from archive.carriers.pictures import is_paper
from archive.carriers.plain import MOST_BYTES, decoded
from archive.carriers.web import html_blocks, html_text
from archive.errors import BadInput
from archive.media import PICTURES, sniff

_HEAD = (("发件人", "From"), ("收件人", "To"), ("抄送", "Cc"), ("发送时间", "Date"), ("主题", "Subject"))
"""What stands above a mail as it is printed: its label and the field it shows."""

_LONGEST_FIELD = 2000
_MOST_PARTS = 1000
_NO_PAPERS = (".ics", ".vcf", ".p7s", ".asc", ".css")
"""Attachments that mail programs add by themselves."""


def mail_leaves(content: bytes, unfold: Unfold) -> Iterator[Leaf]:
    """The pages of a mail, then those of each paper attached; `unfold` gives the pages of one of these.

    An attachment that cannot be read takes a page's place with the reason.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(
            "The mail has {size} MB; at most {limit} are read.",
            advice="Save its attachments as files and put these into the inbox.",
            size=len(content) // 1_000_000,
            limit=MOST_BYTES // 1_000_000,
        )
    mail = email.message_from_bytes(content, policy=compat32)
    parts = list(_parts(mail))
    attached = [part for part in parts if _is_attached(part)]
    yield from compose(_letter(mail, [part for part in parts if _is_body(part)], attached))
    for part in attached:
        yield from _enclosed(part, unfold)


def _letter(mail: Message, bodies: list[Message], attached: list[Message]) -> Iterator[Block]:
    for label, name in _HEAD:
        said = _moment(mail) if name == "Date" else _field(mail, name)
        if said:
            yield Paragraph(f"{label}: {said}")
    names = [name for part in attached if (name := _name(part))]
    if names:
        yield Paragraph(f"附件: {'; '.join(names)}")
    yield Paragraph("")
    for body in _shown(bodies):
        yield from _body(body)


def _body(part: Message) -> Iterator[Block]:
    if part.get_content_type() == "text/html":
        yield from html_blocks(_text(part) or html_text(_content(part)))
    else:
        yield from (Paragraph(line) for line in (_text(part) or decoded(_content(part))).splitlines())


def _shown(bodies: list[Message]) -> list[Message]:
    """The bodies to be shown: where one text is given twice, the marked-up one keeps its tables."""
    marked_up = [part for part in bodies if part.get_content_type() == "text/html"]
    plain = [part for part in bodies if part.get_content_type() == "text/plain" and _content(part).strip()]
    return marked_up or plain


def _enclosed(part: Message, unfold: Unfold) -> Iterator[Leaf]:
    content = _content(part)
    media_type = sniff(content)
    if media_type in PICTURES:
        if is_paper(content, media_type):
            yield from _pages(content, unfold)
    elif content and not _name(part).lower().endswith(_NO_PAPERS):
        yield from _pages(content, unfold)


def _pages(content: bytes, unfold: Unfold) -> Iterator[Leaf]:
    try:
        yield from unfold(content)
    except BadInput as error:
        yield Unread(error)


def _parts(mail: Message) -> Iterator[Message]:
    """The parts that hold something, down to mails attached, which are parts themselves."""
    waiting = [mail]
    for count in count_from(1):
        if not waiting:
            return
        if count > _MOST_PARTS:
            raise BadInput(
                "The mail has more than {limit} parts.",
                advice="Save its attachments as files and put these into the inbox.",
                limit=_MOST_PARTS,
            )
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting[:0] = [inner for inner in part.get_payload() if isinstance(inner, Message)]
        else:
            yield part


def _is_attached(part: Message) -> bool:
    named = part.get_content_disposition() == "attachment" or bool(_name(part))
    return named or part.get_content_maintype() != "text"


def _is_body(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and not _is_attached(part)


def _content(part: Message) -> bytes:
    """The bytes of a part; of a mail attached, the mail."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    mails = [mail for mail in inner if isinstance(mail, Message)] if isinstance(inner, list) else []
    return mails[0].as_bytes() if mails else b""


def _text(part: Message) -> str:
    """The text in the encoding that the part names; empty where it names none that fits."""
    try:
        return _content(part).decode(str(part.get_content_charset() or "ascii"))
    except (LookupError, UnicodeDecodeError):
        return ""


def _name(part: Message) -> str:
    """The file name of an attachment without the folders that it may pretend to lie in."""
    name = part.get_filename() or ""
    return PurePath(_words(name).replace("\\", "/")).name[:_LONGEST_FIELD]


def _field(mail: Message, name: str) -> str:
    return _words(str(mail.get(name, "")))


def _words(raw: str) -> str:
    raw = raw[:_LONGEST_FIELD]
    try:
        said = str(make_header(decode_header(raw)))
    except (LookupError, ValueError):  # an encoding that there is not, or a broken one
        said = raw
    said = said.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
    return " ".join(said.split())


def _moment(mail: Message) -> str:
    """When it was sent, by the sender's own clock; as it stands where that is no date."""
    said = _field(mail, "Date")
    try:
        return f"{email.utils.parsedate_to_datetime(said):%Y-%m-%d %H:%M}"
    except ValueError:
        return said

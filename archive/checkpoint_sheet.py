"""A checkpoint for people: a sheet to print, sign and lock away, and a mail with the file attached."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from archive.checkpoint import Checkpoint, encode, fingerprint
from archive.language import translate

_GROUPS = 8  # of four digits in a line


def sheet(checkpoint: Checkpoint) -> str:
    """The checkpoint as a page of text. Row and hash are what is compared with the log again
    (`dangan audit verify --paper`)."""
    moment = checkpoint.at.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    lines = [
        translate("Checkpoint {number} of the audit log", number=checkpoint.number),
        "",
        translate("Archive: {identity}", identity=checkpoint.home),
        translate("Made: {moment}", moment=moment),
        translate("Rows: {rows}", rows=checkpoint.rows),
        "",
        translate("Hash of the last row (SHA-256):"),
        *_grouped(checkpoint.last),
        translate("Root of the tree over all rows:"),
        *_grouped(checkpoint.root),
        translate("Fingerprint of the key:"),
        f"    {fingerprint(checkpoint.key)}",
        translate("Signature (Ed25519):"),
        *_grouped(checkpoint.signature),
    ]
    if checkpoint.note:
        lines += ["", translate("Goes on from an earlier state: {note}", note=checkpoint.note)]
    lines += [
        "",
        translate("Compare later with: `dangan audit verify --paper {rows}:HASH`", rows=checkpoint.rows),
        "",
        translate("Received by: ____________________    Date: ____________________"),
    ]
    return "\n".join(lines) + "\n"


def mail(checkpoint: Checkpoint, *, sender: str, receiver: str) -> bytes:
    """The checkpoint as a mail (RFC 5322): the sheet, and the file attached. Without a receiver a mail
    program opens it as a draft."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = translate("Checkpoint {number} of the audit log", number=checkpoint.number)
    letter["Date"] = checkpoint.at
    if sender:
        letter["From"] = sender
    if receiver:
        letter["To"] = receiver
    else:
        letter["X-Unsent"] = "1"
    letter.set_content(sheet(checkpoint))
    name = f"dangan-{checkpoint.home[:8]}-{checkpoint.number:06}.checkpoint.json"
    letter.add_attachment(encode(checkpoint), maintype="application", subtype="json", filename=name)
    return letter.as_bytes()


def _grouped(digits: str) -> list[str]:
    """Hexadecimal digits in groups of four, as people compare them."""
    groups = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    lines = [groups[start : start + _GROUPS] for start in range(0, len(groups), _GROUPS)]
    return ["    " + " ".join(line) for line in lines]

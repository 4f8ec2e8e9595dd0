"""Verify exported audit logs of dangan, signed checkpoints and proofs. 独立核验审计日志、检查点与证明。

    python3 verify_audit.py FILE... [--key FINGERPRINT]... [--excerpt]
FILE: rows (.jsonl, .csv), checkpoints and proofs (.json), held against each other. --key: what was written
down of a key (抄存的指纹). --excerpt: gaps are no fault (节选). Needs Python 3.10, and "cryptography" for
signatures; docs/audit.md says the rest. Ends with 0: all is well, 1: something is wrong, 2: could not look.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

Record = dict[str, Any]
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
FAULTS: list[str] = []


def say(sign: str, text: str) -> None:
    FAULTS.extend([text] if sign == "✗" else [])
    sys.stdout.write(f"{sign} {text}\n")


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(record: Record, left_out: str) -> bytes:
    kept = {name: value for name, value in record.items() if name != left_out}
    return CANONICAL(kept).encode(errors="replace")


def rows_of(path: Path) -> Iterator[Record | None]:
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        for line in csv.DictReader(file) if path.suffix == ".csv" else file:
            try:
                row = json.loads(line) if isinstance(line, str) else line
                if path.suffix == ".csv":
                    row = {name: cell.removeprefix("'") for name, cell in row.items()}
                    row |= {"sequence": int(row["sequence"]), "person": int(row["person"] or 0) or None}
                yield row if type(row["sequence"]) is int and {"at", "hash", "previous"} <= {*row} else None
            except (LookupError, ValueError, TypeError, AttributeError):
                yield None


def root_by_path(text: str, index: int, last: int, path: Iterable[str]) -> str:
    """RFC 9162, 2.1.3.2: where a leaf and the hashes beside its way lead to."""
    node = sha256(b"\x00", text.encode(errors="replace"))
    for beside in map(bytes.fromhex, path):
        right = index & 1 or index == last
        node = sha256(b"\x01", beside, node) if right else sha256(b"\x01", node, beside)
        while right and not index & 1 and index:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    return node.hex() if last == 0 else ""


def signed(domain: bytes, record: Record, key: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(record["signature"]), domain + canonical(record, "signature"))
    except (InvalidSignature, ValueError):
        return False
    return True


def genuine(point: Record, written: set[str]) -> bool:
    before, name, chain = len(FAULTS), f"checkpoint 检查点 {point['number']}", [point["keys"][0]["key"]]
    for old, new in pairwise(point["keys"]):
        chain = [*chain, new["key"]] if new["why"] == "rotated" else [new["key"]]
        if new["why"] == "lost":
            say("!", f"{name}: a lost key was replaced 密钥遗失后更换 {new['since']}: {new['reason']}")
        elif not signed(b"dangan audit key 1\n", new, old["key"]):
            say("✗", f"{name}: a key was not put in by the one before it 换钥未经前钥签署")
    if not signed(b"dangan audit checkpoint 1\n", point, point["keys"][-1]["key"]):
        say("✗", f"{name}: its signature is not genuine 签名不真")
    prints = [sha256(key.encode()).hex()[:32] for key in chain]
    if written and not written & {*prints}:
        say("✗", f"{name}: no key that you named speaks for it 所列指纹均不能证明")
    say(" ", f"{name}: {point['rows']} rows 行, {point['at']}, key 密钥 {prints[-1]}")
    return len(FAULTS) == before


def verify_rows(path: Path, points: list[Record], excerpt: bool) -> None:
    peaks, before = list[tuple[int, bytes]](), Record(sequence=0, hash="0" * 64, at="")
    for row in rows_of(path):
        if row is None:
            say("✗", f"after row {before['sequence']} an entry is torn or altered 其后一行残缺或被改")
            continue
        number, follows = row["sequence"], before["sequence"] + 1
        if row["hash"] != sha256(canonical(row, "hash")).hex():
            say("✗", f"row {number} was altered 被改")
        if number < follows or (number > follows and not excerpt):
            say("✗", f"row {number} comes after row {before['sequence']}: missing or out of order 缺失或错序")
        elif number == follows and row["previous"] != before["hash"]:
            say("✗", f"row {number} does not follow the row before it 不相接")
        if str(row["at"]) < before["at"]:
            say("!", f"row {number}: the clock went back 时钟倒退 {before['at']} > {row['at']}")
        peaks.append((1, sha256(b"\x00", str(row["hash"]).encode(errors="replace"))))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (size, right), (_, left) = peaks.pop(), peaks.pop()
            peaks.append((2 * size, sha256(b"\x01", left, right)))
        before = row | {"at": str(row["at"])}
        for point in [each for each in points if each["rows"] == number]:
            root = reduce(lambda node, peak: (0, sha256(b"\x01", peak[1], node[1])), reversed(peaks))[1].hex()
            if row["hash"] != point["last"] or not (excerpt or root == point["root"]):
                say("✗", f"row {number} is not what checkpoint {point['number']} saw 与检查点不符,日志被重写")
    for point in [each for each in points if each["rows"] > before["sequence"]]:
        say("✗", f"checkpoint {point['number']} saw {point['rows']} rows: the end was cut off 尾部缺失")
    say(" ", f"the last row 末行: {before['sequence']} {before['hash']}")


def verify_proof(proof: Record) -> None:
    for row, path in ((each["row"], each["path"]) for each in proof["rows"]):
        reached = root_by_path(row["hash"], row["sequence"] - 1, proof["checkpoint"]["rows"] - 1, path)
        if row["hash"] != sha256(canonical(row, "hash")).hex() or reached != proof["checkpoint"]["root"]:
            say("✗", f"row {row['sequence']} is not in the log 不在日志中")
    say(" ", f"{len(proof['rows'])} rows 行 about 关于 {proof['about']}")


def main(words: list[str]) -> int:
    written = {"".join(words[at + 1].split()).lower() for at, word in enumerate(words) if word == "--key"}
    files = [Path(word) for before, word in pairwise(["", *words]) if before != "--key" and word[:2] != "--"]
    try:
        read = (json.loads(path.read_bytes()) for path in files if path.suffix == ".json")
        points = [each for each in read if genuine(each.get("checkpoint", each), written)]
        for proof in [each for each in points if "checkpoint" in each]:
            verify_proof(proof)
        for path in [each for each in files if each.suffix != ".json"]:
            verify_rows(path, [each.get("checkpoint", each) for each in points], "--excerpt" in words)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ImportError) as error:
        say("?", f"could not look 无法核验: {error!r}")
        return 2
    say("=", "something is wrong 有问题" if FAULTS else "all is well 无误")
    return bool(FAULTS) if files else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

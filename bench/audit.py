"""How long it takes to verify the audit log, write to it, sign it and prove from it.

    python -m bench.audit [--rows 1000000] [--folder DIR]

Fills the log of a home with made-up rows as the desk writes them, and prints a table in Markdown: whole
verifying by both verifiers, looking from the newest checkpoint on, making a checkpoint, a proof, and
writing one row with its commit. A folder that is given is kept, and only measured the next time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from archive import audit, schema
from archive.audit import COLUMNS, Entry
from archive.audit_proof import prove
from archive.audit_scrutiny import scrutinise
from archive.checkpoint import encode
from archive.checkpointing import Checkpoints
from archive.clock import utc_now
from archive.home import Home, create_home, open_home
from archive.standalone import SOURCE
from bench.machine import machine, processor_seconds
from reports.audit_rows import rows_jsonl

NEW_ROWS = 1000
WRITTEN = 200
BATCH = 20_000
Made = TypeVar("Made")


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--folder", type=Path, help="where to keep the home; thrown away if not given")
    given = options.parse_args()
    print(f"{machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        home = _home(given.folder or Path(folder), given.rows)
        print(f"| {given.rows:,} rows | seconds by the clock | of processor |\n|---|---|---|")
        _measure(home, Path(folder))
        home.close()


def _measure(home: Home, folder: Path) -> None:
    checkpoints = Checkpoints(home, utc_now)
    _timed("verify everything", lambda: _verified(home))
    made = _timed("sign everything: the first checkpoint", checkpoints.make)
    _write(home, NEW_ROWS)
    since = f"verify {NEW_ROWS:,} new rows from the newest checkpoint on"
    _timed(since, lambda: _verified_since(home, checkpoints))
    _timed(f"sign {NEW_ROWS:,} new rows: the next checkpoint", checkpoints.make)
    rows = folder / "rows.jsonl"
    _timed("export as JSONL", lambda: _export(home, rows))
    (folder / "first.json").write_bytes(encode(made))
    alone = [sys.executable, str(SOURCE), str(rows), str(folder / "first.json")]
    _timed("the verifier that stands alone, over the export", lambda: _run(alone))
    newest = checkpoints.make()
    with home.catalogue.read() as tx:
        which = schema.audit.c.basis == "form:7"
        proven = _timed("prove one borrowing", lambda: prove(tx, newest, which, about="7"))
    print(
        f"\nproof: {len(proven.rows)} rows; writing one row and its commit: {_one_row(home):.2f} ms (median)"
    )


def _timed(what: str, do: Callable[[], Made]) -> Made:
    start, used = perf_counter(), processor_seconds()
    made = do()
    clock, processor = perf_counter() - start, processor_seconds() - used
    print(f"| {what} | {clock:.2f} | {processor:.2f} |", flush=True)
    return made


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _verified(home: Home) -> None:
    with home.catalogue.read() as tx:
        found = scrutinise(tx)
    if found.faults:
        raise SystemExit(str(found.faults[0]))


def _verified_since(home: Home, checkpoints: Checkpoints) -> None:
    with home.catalogue.read() as tx:
        found = scrutinise(tx, after=checkpoints.newest())
    if found.faults or found.looked_at != NEW_ROWS:
        raise SystemExit("the new rows were not verified")


def _export(home: Home, file: Path) -> None:
    with home.catalogue.read() as tx, file.open("wb") as stream:
        rows = tx.execute(audit.raw_rows().execution_options(yield_per=1000))
        stream.writelines(rows_jsonl(COLUMNS, (tuple(row) for row in rows)))


def _home(folder: Path, rows: int) -> Home:
    path = folder / "home"
    if path.exists():
        return open_home(path)
    home = create_home(path, clock=utc_now)
    for start in range(0, rows, BATCH):
        _write(home, min(BATCH, rows - start))
    return home


def _write(home: Home, count: int) -> None:
    """Rows as `audit.append` makes them, a statement for all of them."""
    begun = utc_now()
    with home.catalogue.write() as tx:
        last, rows = audit.last_mark(tx), []
        for number in range(count):
            at = begun + timedelta(milliseconds=number / 100)
            values = audit.row_values(_entry(number), last, at=at)
            last = audit.Mark(last.sequence + 1, audit.row_hash(values), values["at"])
            rows.append({**values, "at": at, "hash": last.hash})
        tx.execute(schema.audit.insert(), rows)


def _entry(number: int) -> Entry:
    return Entry(
        act="reading.show",
        outcome="done",
        who="查阅人甲 (reader)",
        person=number % 50 + 1,
        basis=f"form:{number % 5000}",
        subject=f"document:{number}",
        details={"asked": f"YH-SC1-X-2026-{number % 9999:04}-001", "page": number % 20 + 1},
        origin="archive-host/dangan",
    )


def _one_row(home: Home) -> float:
    times = []
    for number in range(WRITTEN):
        start = perf_counter()
        with home.catalogue.write() as tx:
            audit.append(tx, _entry(number), at=utc_now())
        times.append(1000 * (perf_counter() - start))
    return median(times)


if __name__ == "__main__":
    main()

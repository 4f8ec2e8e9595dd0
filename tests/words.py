"""Collects every sentence a person may see, keeps the Chinese catalogue of translations in step, compiles it.

`make words` runs it after any change of wording; `tests/unit/test_words.py` holds the result to the code.
A sentence is a literal first argument of `translate`, `message` or an error class, an `advice=` or `help=`
argument, the docstring of a click command, one of click's own, or what a shipped rule says that it looks for.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from archive import errors
from archive.language import DOMAIN, LOCALES

ROOT = Path(__file__).parent.parent
ROOMS = ("access", "archive", "classify", "index", "ingest", "reports", "search_cli")
PO = LOCALES / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

SPEAKERS = frozenset(
    {"translate", "message"}
    | {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
)
CLICK_SPEAKERS = frozenset({"_", "ngettext"})
SPOKEN_KEYWORDS = frozenset({"advice", "help", "short_help", "epilog"})
REQUIRED = "required"  # click translates it through a variable, so it is not found as a literal

Sentence = str | tuple[str, str]  # a sentence, or click's singular and plural of one


def sentences() -> dict[Sentence, list[str]]:
    """Every sentence and the files it stands in, relative to the checkout."""
    found: dict[Sentence, list[str]] = {REQUIRED: ["click/core.py"]}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for sentence in _spoken(ast.parse(path.read_text(encoding="utf-8")), SPEAKERS):
                found.setdefault(sentence, []).append(path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "reports" / "templates").rglob("*")):
        for sentence in _template_sentences(path):
            found.setdefault(sentence, []).append(path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "config" / "rules").glob("*.yaml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules", ()):
            found.setdefault(rule["says"], []).append(path.relative_to(ROOT).as_posix())
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for sentence in _spoken(ast.parse(path.read_text(encoding="utf-8")), CLICK_SPEAKERS):
            found.setdefault(sentence, []).append(f"click/{path.name}")
    return {sentence: sorted(set(places)) for sentence, places in found.items()}


def _spoken(tree: ast.AST, speakers: frozenset[str]) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "ngettext" and name in speakers:
                yield from zip(*map(_constants, node.args[:2]), strict=True)
            elif name in speakers or _raises_itself(node, speakers):
                for argument in node.args[:1]:
                    yield from _constants(argument)
            for keyword in node.keywords:
                if keyword.arg in SPOKEN_KEYWORDS and speakers is SPEAKERS:
                    yield from _constants(keyword.value)
        elif isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            docstring = ast.get_docstring(node)
            if docstring:
                yield docstring


def _raises_itself(node: ast.Call, speakers: frozenset[str]) -> bool:
    """`super().__init__("…", advice=…)` of an error class with a sentence of its own."""
    return (
        speakers is SPEAKERS
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
        and any(keyword.arg == "advice" for keyword in node.keywords)
    )


def _constants(node: ast.expr) -> Iterator[str]:
    """The strings an argument can be: itself, or either branch of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _makes_command(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in ("command", "group")
    )


def _template_sentences(path: Path) -> Iterator[str]:
    """`translate("…")` inside Jinja templates."""
    if not path.is_file():
        return
    import jinja2.nodes
    from jinja2 import Environment

    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(jinja2.nodes.Call):
        if isinstance(call.node, jinja2.nodes.Name) and call.node.name == "translate":
            for argument in call.args[:1]:
                if isinstance(argument, jinja2.nodes.Const):
                    yield str(argument.value)


def load() -> Catalog:
    """The Chinese translations as they are kept."""
    if not PO.exists():
        return Catalog(locale="zh_CN", domain=DOMAIN)
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain=DOMAIN)


def updated(kept: Catalog) -> Catalog:
    """The kept translations, with new sentences added empty and unused ones dropped."""
    fresh = Catalog(locale="zh_CN", domain=DOMAIN, project="dangan", version="1", charset="utf-8")
    fresh.revision_date = fresh.creation_date = kept.creation_date
    fresh.header_comment = (
        "# Chinese words of dangan. `make words` keeps the sentences in step with the code."
    )
    for sentence, places in sorted(sentences().items(), key=lambda item: str(item[0])):
        known = kept.get(sentence)
        translated = known.string if known and isinstance(known.id, str) == isinstance(sentence, str) else ""
        fresh.add(sentence, translated, locations=[(place, 1) for place in places])
    return fresh


def compiled(catalog: Catalog) -> bytes:
    """The binary form that gettext reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main() -> int:
    """Bring the .po in step, write the .mo, name what still wants a translation."""
    catalog = updated(load())
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True)
    MO.write_bytes(compiled(catalog))
    missing = [str(entry.id) for entry in catalog if entry.id and not (entry.string and all(entry.string))]
    sys.stdout.write("".join(f"no translation: {sentence}\n" for sentence in missing))
    sys.stdout.write(f"{len(catalog)} sentences, {len(missing)} without a translation\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""What codes are called when a person reads them: acts and outcomes of the audit log, recorded fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive.decision import Evidence
from archive.field_names import fact_name
from archive.language import show, translate
from archive.message import Message, message
from classify.grounds import told
from reports.table import readable
from search_cli.acts import ACTS

FIELDS: Mapping[str, Message] = {
    "issued_on": message("date of the paper"),
    "long_term": message("long-term"),
    "copy": message("original or copy"),
    "contract": message("contract"),
    "secrecy": message("secrecy"),
    "retention": message("retention"),
    "kind": message("category"),
    "customer": message("customer"),
    "customers": message("customers"),
    "department": message("department"),
    "aliases": message("aliases"),
    "former_names": message("former names"),
    "year": message("year"),
    "number": message("number"),
    "filed": message("archive number"),
    "superseded_by": message("superseded by"),
    "state": message("state"),
    "reason": message("reason"),
    "error": message("error"),
    "query": message("query"),
    "conditions": message("conditions"),
    "facet_kinds": message("categories counted"),
    "facet_customers": message("customers counted"),
    "facet_years": message("years counted"),
    "asked": message("asked for"),
    "page": message("page"),
    "rows": message("rows"),
    "added": message("added"),
    "changed": message("changed"),
    "documents": message("documents"),
    "files": message("files"),
    "forms": message("query forms"),
    "signed": message("signed"),
    "signers": message("signed by"),
    "posts": message("posts"),
    "login": message("log-in name"),
    "opened_from": message("opened from"),
    "principal": message("signs for"),
    "deputy": message("deputy"),
    "first_day": message("from day"),
    "last_day": message("to day"),
    "latest": message("the record had come to"),
    "qualification": message("qualification"),
    "short": message("short name"),
    "step": message("step"),
    "filter": message("filter"),
    "faults": message("faults"),
    "checkpoint": message("checkpoint"),
    "since_checkpoint": message("since the checkpoint"),
    "clock_went_back_from": message("the clock went back from"),
    "latest_time": message("the latest time before"),
    "key": message("key"),
    "last": message("last row"),
    "note": message("why restored"),
    "revision": message("revision"),
    "rules": message("rules"),
    "of": message("same as scan"),
    "dry_run": message("dry run"),
    "parts": message("parts"),
    "basis": message("basis"),
    "subject": message("about"),
    "origin": message("from"),
}

STEPS: Mapping[str, Message] = {
    "asked": message("asked"),
    "shown": message("shown"),
    "found": message("found"),
    "done": message("done"),
}

BASES: Mapping[str, Message] = {
    "own": message("own affairs"),
    "office": message("office"),
    "duty": message("duty of the post"),
    "form": message("query form"),
    "signature": message("signature"),
}

DIGEST = re.compile(r"[0-9a-f]{64}")
SHOWN_DIGEST = 12  # characters of a digest that tell it from others at a glance


def act_name(act: str) -> str:
    """An act as people say it; its code where it has no name."""
    return show(ACTS[act]) if act in ACTS else act


def outcome_name(outcome: str) -> str:
    """How an act ended, as people say it."""
    names = {"done": translate("done"), "refused": translate("refused"), "failed": translate("failed")}
    return names[outcome]


def field_name(field: str) -> str:
    """A recorded field as people say it; its code where it has no name."""
    if field in FIELDS:
        return show(FIELDS[field])
    return fact_name(field) or field


def nameless(sentence: str) -> str:
    """A sentence of ours without what fills it, which may name papers and people."""
    return re.sub(r"\{\w+\}", "…", translate(sentence))


def details_shown(details: Mapping[str, Any]) -> str:
    """The details of an audit row in one line: names translated, digests cut, what is empty left out."""
    said = [(field_name(name), _value(name, value)) for name, value in details.items()]
    return "；".join(f"{name}: {value}" for name, value in said if value)


def _value(name: str, value: Any) -> str:
    match value:
        case None | "" | []:
            return ""
        case bool():
            return translate("yes") if value else translate("no")
        case list():
            return "、".join(_value(name, one) for one in value)
        case dict():
            return "、".join(f"{_value(name, key)} {_value(name, one)}" for key, one in value.items())
        case str() if name == "step" and value in STEPS:
            return show(STEPS[value])
        case str() if name == "basis":
            kind, _, number = value.partition(":")
            return value if number.isdecimal() or kind not in BASES else show(BASES[kind])
        case str() if name in ("error", "reason"):
            return nameless(value).rstrip("。.")  # the log keeps no values of it
        case _:
            return DIGEST.sub(lambda found: found[0][:SHOWN_DIGEST] + "…", str(value))


def evidence_words(evidence: Evidence) -> str:
    """The words that evidence stands on, or the sentence that takes their place."""
    sentence = told(evidence)
    return show(sentence) if sentence is not None else readable(evidence.words)

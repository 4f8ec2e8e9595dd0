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

ACTS: Mapping[str, Message] = {
    "sessions.login": message("logged in"),
    "sessions.logout": message("logged out"),
    "sessions.change_password": message("changed the own password"),
    "sessions.list": message("listed the own sessions"),
    "sessions.logout_everywhere": message("ended all own sessions"),
    "people.found": message("made the home"),
    "people.add": message("made an account"),
    "people.list": message("listed accounts"),
    "people.set_posts": message("set posts"),
    "people.set_password": message("set a password"),
    "people.deactivate": message("deactivated an account"),
    "people.activate": message("activated an account"),
    "qualifications.record": message("recorded a qualification"),
    "qualifications.list": message("listed qualifications"),
    "qualifications.withdraw": message("withdrew a qualification"),
    "deputies.appoint": message("appointed a deputy"),
    "deputies.list": message("listed deputies"),
    "deputies.end": message("ended an appointment of a deputy"),
    "clock.accept": message("accepted the clock"),
    "house.add_company": message("added a company"),
    "house.add_department": message("added a department"),
    "house.list": message("listed companies"),
    "forms.new": message("handed in a form"),
    "forms.list": message("listed forms"),
    "forms.show": message("looked at a form"),
    "forms.change": message("changed a draft"),
    "forms.submit": message("handed in a draft"),
    "forms.withdraw": message("withdrew a form"),
    "forms.approve": message("approved a form"),
    "forms.issue": message("issued a form"),
    "forms.give_back": message("gave back a form"),
    "forms.take_back": message("took back a form"),
    "forms.reject": message("rejected a form"),
    "forms.revoke": message("revoked a form"),
    "reading.search": message("searched"),
    "reading.explain": message("had a query explained"),
    "reading.show": message("read a page"),
    "reading.image": message("saw a page's picture"),
    "reading.export": message("exported a document"),
    "audit.list": message("listed the audit log"),
    "audit.verify": message("verified the audit log"),
    "audit.export": message("exported the audit log"),
    "audit.prove": message("proved rows of the audit log"),
    "checkpoints.make": message("made a checkpoint of the audit log"),
    "checkpoints.keys": message("listed the keys of checkpoints"),
    "checkpoints.rotate_key": message("changed the key of checkpoints"),
    "checkpoints.replace_key": message("replaced a lost key of checkpoints"),
    "customers.add": message("entered a customer"),
    "customers.update": message("changed a customer"),
    "customers.import": message("imported customers"),
    "customers.list": message("listed customers"),
    "customers.show": message("looked at a customer"),
    "customers.proposed": message("listed proposed companies"),
    "customers.accept": message("accepted a company"),
    "customers.add_alias": message("added an alias"),
    "contracts.add": message("entered a contract"),
    "contracts.import": message("imported contracts"),
    "contracts.list": message("listed contracts"),
    "review.list": message("listed the review"),
    "review.show": message("looked at a paper in review"),
    "review.image": message("saw a picture in review"),
    "review.settle": message("settled a paper"),
    "learnt.list": message("listed learnt forms"),
    "learnt.show": message("looked at a learnt form"),
    "learnt.take_back": message("took back a learnt form"),
    "aliases.list": message("listed proposed aliases"),
    "aliases.accept": message("accepted an alias"),
    "aliases.reject": message("rejected an alias"),
    "rulings.explain_pages": message("had the rules explained on a file"),
    "rulings.explain_part": message("had the rules explained on a paper in review"),
    "rulings.explain_document": message("had the rules explained on a document"),
    "rulings.case_of_part": message("made a rule case of a paper in review"),
    "rulings.case_of_document": message("made a rule case of a document"),
    "documents.show": message("looked at a record"),
    "documents.correct": message("asked for a correction"),
    "documents.supersede": message("asked to supersede"),
    "waivers.add": message("recorded a waiver"),
    "waivers.withdraw": message("withdrew a waiver"),
    "holdings.read": message("made a report"),
    "scans.status": message("looked where scans are"),
    "scans.retry": message("asked to try again"),
    "scans.dismiss": message("dismissed a scan"),
    "scans.admit": message("brought scans in"),
    "scans.separator": message("printed a separator sheet"),
    "scans.fetch": message("took out a file to describe it"),
    "scans.describe": message("described a scan by hand"),
    "proof.verify": message("verified everything"),
    "index.status": message("looked how the indexes stand"),
    "index.build": message("built an index"),
    "index.verify": message("verified the indexes"),
    "index.switch": message("let another index answer"),
    "index.abandon": message("deleted an index"),
    "scan.receive": message("a scan came in"),
    "scan.close": message("a scan was worked off"),
    "document.file": message("a document was filed"),
    "document.correct": message("a document was corrected"),
    "document.supersede": message("a document was superseded"),
}

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

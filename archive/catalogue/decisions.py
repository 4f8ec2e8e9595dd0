"""Decisions, fields and parts as JSON: what the rules said is kept as they said it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from archive.decision import (
    Ambiguous,
    Assigned,
    Candidate,
    Decision,
    Evidence,
    Field,
    FieldValue,
    Part,
    ProposedCustomer,
    Unknown,
)
from archive.page import Box


def encode_part(part: Part) -> str:
    """A part with all its evidence, as one JSON text."""
    return _dump(
        {
            "pages": [part.first_page, part.last_page],
            "category": _decision(part.category),
            "customer": _decision(part.customer),
            "fields": [_field(field) for field in part.fields],
            "proposed": [part.proposed.name, part.proposed.code] if part.proposed else None,
        }
    )


def decode_part(text: str) -> Part:
    """The part that `encode_part` wrote."""
    record: dict[str, Any] = json.loads(text)
    return Part(
        first_page=record["pages"][0],
        last_page=record["pages"][1],
        category=_decision_of(record["category"]),
        customer=_decision_of(record["customer"]),
        fields=tuple(_field_of(field) for field in record["fields"]),
        proposed=ProposedCustomer(*record["proposed"]) if record["proposed"] else None,
    )


def encode_fields(fields: tuple[Field, ...]) -> str:
    """Fields alone, as a document keeps them."""
    return _dump([_field(field) for field in fields])


def decode_fields(text: str) -> tuple[Field, ...]:
    """The fields that `encode_fields` wrote."""
    return tuple(_field_of(field) for field in json.loads(text))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decision(decision: Decision) -> dict[str, Any]:
    match decision:
        case Assigned(best, runner_up):
            return {"assigned": [_candidate(found) for found in (best, runner_up) if found]}
        case Ambiguous(candidates, reason):
            return {"ambiguous": [_candidate(found) for found in candidates], "reason": reason}
        case Unknown(reason, candidates):
            return {"unknown": [_candidate(found) for found in candidates], "reason": reason}


def _decision_of(record: dict[str, Any]) -> Decision:
    if "assigned" in record:
        return Assigned(*(_candidate_of(found) for found in record["assigned"]))
    if "ambiguous" in record:
        return Ambiguous(tuple(_candidate_of(found) for found in record["ambiguous"]), record["reason"])
    return Unknown(record["reason"], tuple(_candidate_of(found) for found in record["unknown"]))


def _candidate(found: Candidate) -> list[Any]:
    return [found.value, round(found.score, 4), [_evidence(evidence) for evidence in found.evidence]]


def _candidate_of(record: list[Any]) -> Candidate:
    return Candidate(record[0], record[1], tuple(_evidence_of(evidence) for evidence in record[2]))


def _evidence(evidence: Evidence) -> list[Any]:
    return [evidence.rule, evidence.words, evidence.page, _box(evidence.box), round(evidence.weight, 4)]


def _evidence_of(record: list[Any]) -> Evidence:
    rule, words, page, box, weight = record
    return Evidence(rule, words, page, _box_of(box), weight)


def _field(field: Field) -> list[Any]:
    kind = {date: "date", Decimal: "money"}.get(type(field.value), "text")
    written = [
        field.name,
        kind,
        str(field.value),
        field.words,
        field.page,
        _box(field.box),
        round(field.confidence, 3),
        field.rule,
    ]
    return [*written, 1] if field.by_hand else written


def _field_of(record: list[Any]) -> Field:
    name, kind, text, words, page, box, confidence, rule, *by_hand = record
    value: FieldValue = text
    if kind == "date":
        value = date.fromisoformat(text)
    elif kind == "money":
        value = Decimal(text)
    return Field(name, value, words, page, _box_of(box), confidence, rule, bool(by_hand))


def _box(box: Box | None) -> list[float] | None:
    return [round(side, 1) for side in (box.left, box.top, box.right, box.bottom)] if box else None


def _box_of(record: list[float] | None) -> Box | None:
    return Box(*record) if record else None

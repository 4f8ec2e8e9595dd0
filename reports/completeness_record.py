"""The completeness report as JSON for scripts."""

from __future__ import annotations

from reports.completeness import Assessment, CompletenessReport, CustomerReport, Section
from reports.exchange import json_text


def completeness_json(report: CompletenessReport) -> str:
    """Ids and ISO dates, no translated words: for scripts."""
    record = {
        "day": report.today.isoformat(),
        "customers": [_customer_record(one) for one in report.customers],
        "unassigned": [part.id for part in report.unassigned],
    }
    return json_text(record)


def _customer_record(one: CustomerReport) -> dict[str, object]:
    return {
        "customer": one.customer.name,
        "kind": one.customer.kind,
        "department": one.customer.department,
        "present": one.present,
        "required": one.required,
        "sections": [_section_record(section) for section in one.sections],
        "waiting": [part.id for part in one.waiting],
        "loose": [document.number for document in one.loose],
    }


def _section_record(section: Section) -> dict[str, object]:
    return {
        "regulation": section.regulation.id,
        "contract": section.files[0].contract if section.regulation.unit == "contract" else None,
        "files": [file.number for file in section.files],
        "present": section.present,
        "required": section.required,
        "requirements": [_assessment_record(one) for one in section.assessments],
    }


def _assessment_record(one: Assessment) -> dict[str, object]:
    papers = [
        {
            "number": paper.document.number,
            "title": paper.document.title,
            "state": paper.state.value,
            "last_day": paper.last_day.isoformat() if paper.last_day else None,
        }
        for paper in one.papers
    ]
    waiver = one.waiver
    return {
        "category": one.category.id,
        "name": one.category.name,
        "need": one.category.need.value,
        "state": one.state.value,
        "found": one.found,
        "wanted": one.wanted,
        "papers": papers,
        "waiting": [part.id for part in one.waiting],
        "waiver": {"person": waiver.person, "reason": waiver.reason, "at": waiver.at.isoformat()}
        if waiver
        else None,
    }

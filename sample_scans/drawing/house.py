"""The made-up house as the demo sets it up: own company, departments, people, register, contracts."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

from sample_scans.drawing.companies import CUSTOMERS, HOUSE, NINGBO, SUZHOU

# (number, customer, subject, amount, signed on, ends on)
CONTRACTS = (
    ("RD-SC1-2025-017", NINGBO.name, "制冷压缩机组及控制柜采购", "1286000.00", "2025-04-16", "2026-04-15"),
    ("RD-SC2-2026-004", SUZHOU.name, "冷库机组年度供货", "940000.00", "2026-01-12", "2026-12-31"),
)

HOUSEHOLD = {
    "company": {"name": HOUSE.name, "short": "RD", "code": HOUSE.code, "aliases": ["嵘渡机电", "嵘渡股份"]},
    "departments": [
        {"name": "市场一部", "short": "SC1"},
        {"name": "市场二部", "short": "SC2"},
    ],
    "persons": [
        {"login": "sang", "name": "桑韵", "department": "SC1", "posts": ["reader"]},
        {"login": "weng", "name": "翁若谷", "department": None, "posts": ["archivist"]},
        {"login": "lei", "name": "雷映川", "department": None, "posts": ["credit_manager"]},
        {"login": "fang", "name": "房时敏", "department": None, "posts": ["credit_office_director"]},
        {"login": "qiu", "name": "裘伯轩", "department": None, "posts": ["general_manager"]},
        {"login": "ming", "name": "明霁", "department": None, "posts": ["auditor"]},
        {"login": "admin", "name": "左一帆", "department": None, "posts": ["administrator"]},
    ],
}


def write_house(folder: Path) -> None:
    """Write house.yaml, register.csv and contracts.csv; the tables are UTF-8 with BOM, as from Excel."""
    text = "# A made-up house for the demo: see README.md\n" + yaml.safe_dump(
        HOUSEHOLD, allow_unicode=True, sort_keys=False
    )
    (folder / "house.yaml").write_text(text, encoding="utf-8")
    _write_table(
        folder / "register.csv",
        ("name", "kind", "code", "registration_number", "aliases", "former_names", "department"),
        [
            (each.name, each.kind, each.code, each.number, each.short, each.former_name, each.department)
            for each in CUSTOMERS
        ],
    )
    columns = ("number", "customer", "subject", "amount", "signed_on", "ends_on")
    _write_table(folder / "contracts.csv", columns, list(CONTRACTS))


def _write_table(target: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as output:
        table = csv.writer(output, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)

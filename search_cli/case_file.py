"""Where a house's rule cases are kept: beside its own rules, for the owner of the home only."""

from __future__ import annotations

from pathlib import Path

import yaml

from archive.home import CASES
from archive.language import translate
from classify.cases import Case
from search_cli.output import write_file
from search_cli.workplace import Workplace


def keep_case(work: Workplace, kept: Case) -> Path:
    """Write a case into the home's own rules, for the owner's eyes only."""
    folder = work.home.rules[1] / CASES
    folder.mkdir(mode=0o700, exist_ok=True)
    head = translate("May hold words of a customer's paper: keep it in the home.")
    record = [{"paper": kept.paper, "kind": kept.kind, "page": list(kept.page)}]
    body = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=100)
    file = folder / f"{kept.paper.replace(' ', '-')}.yaml"
    write_file(file, f"# {head}\n{body}".encode())
    return file

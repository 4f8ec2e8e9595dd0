"""A separator sheet as a page to print: a large code, and in words what it says."""

from __future__ import annotations

from collections.abc import Sequence

from archive.language import translate
from reports.code_drawing import drawn_code
from reports.printout import printout


def separator_html(squares: Sequence[Sequence[bool]], *, customer: str, category: str) -> str:
    """One upright A4 page. `squares` are the rows of the code, dark ones true; empty words are left out."""
    if category:
        scope = translate("All pages behind this sheet, up to the next one, are one paper of this category.")
    elif customer:
        scope = translate("The papers behind this sheet, up to the next one, are this customer's.")
    else:
        scope = translate("One paper ends before this sheet, another begins behind it.")
    lines = [(translate("Customer"), customer), (translate("Category"), category)]
    return printout(
        "separator.html",
        imprint=None,
        title=translate("Separator sheet"),
        code=drawn_code(squares),
        lines=[(label, words) for label, words in lines if words],
        notes=[scope, translate("Scan it with the papers; the sheet itself is not filed.")],
    )

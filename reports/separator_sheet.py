"""A separator sheet as a page to print: a large code, and in words what it says."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from archive.language import translate
from reports.printout import printout

_QUIET = 4  # squares of white that ISO/IEC 18004 asks for round a code


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
        code=_drawn(squares),
        lines=[(label, words) for label, words in lines if words],
        notes=[scope, translate("Scan it with the papers; the sheet itself is not filed.")],
    )


def _drawn(squares: Sequence[Sequence[bool]]) -> Markup:
    """The code as a drawing that fills the width it is given."""
    side = len(squares) + 2 * _QUIET
    path = "".join(
        f"M{across + _QUIET} {down + _QUIET}h1v1h-1z"
        for down, row in enumerate(squares)
        for across, dark in enumerate(row)
        if dark
    )
    return Markup(  # noqa: S704 - drawn from truth values alone
        f'<svg viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )

"""A QR code as a drawing on a page to print."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_QUIET = 4  # squares of white that ISO/IEC 18004 asks for round a code


def drawn_code(squares: Sequence[Sequence[bool]]) -> Markup:
    """The code as a drawing that fills the width it is given. `squares` are its rows, dark ones true."""
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

"""What everybody says who asks to read: whose files, which of them and what for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from search_cli.wording import option

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def asked_options(command: Decorated) -> Decorated:
    """Add `--customer`, `--regulation` and `--purpose`."""
    customer = option(
        "--customer",
        "customers",
        multiple=True,
        required=True,
        help="A customer, in your own words; may be given several times.",
    )
    regulation = option(
        "--regulation",
        "regulations",
        multiple=True,
        required=True,
        help="Which files: credit, customer or contract; may be given several times.",
    )
    purpose = option("--purpose", required=True, help="What you need the papers for.")
    return customer(regulation(purpose(command)))

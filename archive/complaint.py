"""pydantic's complaints about configuration, in our words and the user's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.language import translate


def complaint(detail: Mapping[str, Any]) -> str:
    """What is wrong with one value, from one entry of `ValidationError.errors()`."""
    limits = {name: value for name, value in detail.get("ctx", {}).items() if name != "error"}
    known = _SENTENCES.get(detail["type"])
    if known is not None:
        return known(limits)
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])  # our own validators speak in sentences already
    return str(detail["msg"])


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: translate("is missing"),
    "string_type": lambda _: translate("must be text"),
    "bool_parsing": lambda _: translate("must be true or false"),
    "bool_type": lambda _: translate("must be true or false"),
    "int_type": lambda _: translate("must be a whole number"),
    "int_parsing": lambda _: translate("must be a whole number"),
    "int_from_float": lambda _: translate("must be a whole number"),
    "float_type": lambda _: translate("must be a number"),
    "float_parsing": lambda _: translate("must be a number"),
    "tuple_type": lambda _: translate("must be a list"),
    "list_type": lambda _: translate("must be a list"),
    "dict_type": lambda _: translate("must be a table of keys and values"),
    "model_type": lambda _: translate("must be a table of keys and values"),
    "path_type": lambda _: translate("must be a path"),
    "literal_error": lambda ctx: translate("must be one of {expected}", **ctx),
    "enum": lambda ctx: translate("must be one of {expected}", **ctx),
    "greater_than": lambda ctx: translate("must be greater than {gt}", **ctx),
    "greater_than_equal": lambda ctx: translate("must be at least {ge}", **ctx),
    "less_than": lambda ctx: translate("must be less than {lt}", **ctx),
    "less_than_equal": lambda ctx: translate("must be at most {le}", **ctx),
    "string_too_short": lambda ctx: translate("must have at least {min_length} character(s)", **ctx),
    "string_too_long": lambda ctx: translate("must have at most {max_length} character(s)", **ctx),
    "string_pattern_mismatch": lambda ctx: translate("does not have the form {pattern}", **ctx),
    "too_short": lambda ctx: translate("must hold at least {min_length}", **ctx),
}

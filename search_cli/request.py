"""`dangan request`: the group with all of its commands."""

from __future__ import annotations

from search_cli.requests import request
from search_cli.signed_sheets import attest, check, print_form, sheet_image, sheets

__all__ = ["request"]

for _command in (print_form, sheets, sheet_image, attest, check):
    request.add_command(_command)

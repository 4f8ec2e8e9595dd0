"""`dangan audit`: the group with all of its commands."""

from __future__ import annotations

from search_cli.audit_exporting import export_rows, prove_form, write_verifier
from search_cli.auditing import audit
from search_cli.checkpoints import key, make_checkpoint

__all__ = ["audit"]

for _command in (make_checkpoint, key, export_rows, prove_form, write_verifier):
    audit.add_command(_command)

"""A program that verifies exported audit logs without anything else of dangan (`dangan audit verifier`)."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).with_name("verify_audit.py")

"""The catalogue's tables. Alembic (`archive/migrations`) makes them; a test holds the two together."""

from __future__ import annotations

from archive.schema.base import Moment, metadata
from archive.schema.files import (
    archive_numbers,
    document_history,
    document_references,
    documents,
    files,
    parts,
    waivers,
)
from archive.schema.forms import form_customers, forms, signatures
from archive.schema.house import companies, departments, house, person_posts, persons, sessions
from archive.schema.learning import alias_proposals, learnt_forms
from archive.schema.papers import SCAN_STATES, dropped_pages, originals, pages, scans
from archive.schema.register import contracts, customer_names, customers
from archive.schema.traces import audit, index_generations, outbox

__all__ = [
    "SCAN_STATES",
    "Moment",
    "alias_proposals",
    "archive_numbers",
    "audit",
    "companies",
    "contracts",
    "customer_names",
    "customers",
    "departments",
    "document_history",
    "document_references",
    "documents",
    "dropped_pages",
    "files",
    "form_customers",
    "forms",
    "house",
    "index_generations",
    "learnt_forms",
    "metadata",
    "originals",
    "outbox",
    "pages",
    "parts",
    "person_posts",
    "persons",
    "scans",
    "sessions",
    "signatures",
    "waivers",
]

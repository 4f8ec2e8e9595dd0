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
from archive.schema.forms import (
    FORM_STATES,
    form_customers,
    form_sheets,
    forms,
    loans,
    shelf_marks,
    signatures,
    standings,
)
from archive.schema.house import (
    companies,
    departments,
    deputies,
    house,
    login_attempts,
    notices,
    person_posts,
    persons,
    qualifications,
    sessions,
)
from archive.schema.learning import alias_proposals, learnt_forms
from archive.schema.leaving import disposals, losses, stocktake_items, stocktakes
from archive.schema.papers import SCAN_STATES, dropped_pages, originals, pages, scans
from archive.schema.register import contracts, customer_names, customers
from archive.schema.traces import audit, index_generations, outbox

__all__ = [
    "FORM_STATES",
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
    "deputies",
    "disposals",
    "document_history",
    "document_references",
    "documents",
    "dropped_pages",
    "files",
    "form_customers",
    "form_sheets",
    "forms",
    "house",
    "index_generations",
    "learnt_forms",
    "loans",
    "login_attempts",
    "losses",
    "metadata",
    "notices",
    "originals",
    "outbox",
    "pages",
    "parts",
    "person_posts",
    "persons",
    "qualifications",
    "scans",
    "sessions",
    "shelf_marks",
    "signatures",
    "standings",
    "stocktake_items",
    "stocktakes",
    "waivers",
]

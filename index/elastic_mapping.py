"""How an index on Elasticsearch is laid out, and a document in it.

The tokens are ours (`index.tokens`) and only parted at blanks there, so any stock cluster gives the hits
that the embedded index gives. Nothing is scored: no norms, and one-character terms without positions.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from archive.settings import ElasticSettings
from index import tokens
from index.entry import Entry

LAYOUT = 1
"""Raised whenever documents are laid out differently: an index of another layout is made anew."""

_TEXT: Mapping[str, Any] = {"type": "text", "analyzer": "whitespace", "norms": False}
_SEARCHED_ONLY = ("text", "facts", "chars")

_PROPERTIES: Mapping[str, Any] = {
    "document": {"type": "long"},
    "revision": {"type": "long", "index": False},
    "digest": {"type": "keyword", "index": False},
    "removed": {"type": "boolean"},
    "sequence": {"type": "long"},
    "file": {"type": "keyword"},
    "kind": {"type": "keyword"},
    "customer": {"type": "keyword"},
    "issued": {"type": "date", "format": "strict_date"},
    "year": {"type": "integer"},
    "amounts": {"type": "long"},
    "text": _TEXT,
    "facts": _TEXT,
    "chars": {**_TEXT, "index_options": "docs"},
    "packed": {"type": "binary"},
}


def stamp(home: str) -> Mapping[str, Any]:
    """What an index says of itself: whose it is, how it is laid out, how its tokens are cut."""
    return {"home": home, "layout": LAYOUT, "tokens": tokens.VERSION}


def mapping(home: str) -> Mapping[str, Any]:
    """The mapping of an index. What is only searched is not kept once more as it was sent."""
    return {
        "dynamic": "strict",
        "_meta": stamp(home),
        "_source": {"excludes": list(_SEARCHED_ONLY)},
        "properties": _PROPERTIES,
    }


def layout(settings: ElasticSettings) -> Mapping[str, Any]:
    """The settings of an index.

    It lies on disk newest filing first, so that a page of hits ends the search of each segment.
    """
    return {
        "index": {
            "number_of_shards": settings.shards,
            "number_of_replicas": settings.replicas,
            "sort": {"field": "sequence", "order": "desc", "missing": "_last"},
            "refresh_interval": "30s",  # for what was sent by a process that died before it could refresh
            "translog": {"durability": "request"},
            "merge": {"policy": {"expunge_deletes_allowed": 0}},
        }
    }


def document(entry: Entry) -> Mapping[str, Any]:
    """A document as it is sent."""
    paper = entry.paper
    return {
        "document": paper.document,
        "revision": paper.revision,
        "digest": entry.digest,
        "removed": False,
        "sequence": paper.filing_sequence,
        "file": str(paper.file),
        "kind": paper.kind,
        "customer": str(paper.customer),
        "issued": entry.issued,
        "year": paper.issued_on.year if paper.issued_on else 0,
        "amounts": list(paper.amounts),
        "text": entry.terms,
        "facts": entry.facts,
        "chars": entry.chars,
        "packed": base64.b64encode(entry.packed).decode("ascii"),
    }


def tombstone(document: int, revision: int) -> Mapping[str, Any]:
    """What stays of a document that is gone: nothing of it, but that nothing older may come back.

    A real deletion is forgotten by the cluster after a minute (index.gc_deletes); a request that was on
    its way for longer would bring the document back.
    """
    return {"document": document, "revision": revision, "removed": True}

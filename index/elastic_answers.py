"""What Elasticsearch answers, as far as it is looked at: whatever has another form is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import Base64Bytes, BaseModel, Field


class Shards(BaseModel):
    """How many parts of an index were asked, and how many failed."""

    total: int
    successful: int
    failed: int

    @property
    def whole(self) -> bool:
        """Whether every part has answered."""
        return self.failed == 0 and self.successful == self.total


class Acknowledged(BaseModel):
    """A change of indices or aliases was made."""

    acknowledged: bool


class Row(BaseModel):
    """One document found: its number, and its place in the order."""

    id: int = Field(alias="_id")
    sort: tuple[int]


class Kept(BaseModel):
    """What is kept of a document as it was sent."""

    packed: Base64Bytes


class CandidateFields(BaseModel):
    """What a query may ask of a document beside its text."""

    kind: tuple[str]
    customer: tuple[int]


class Candidate(Row):
    """A document that is to be looked at, whether it is near."""

    fields: CandidateFields
    kept: Kept = Field(alias="_source")


class HeldFields(BaseModel):
    """What of a document is in the index."""

    revision: tuple[int]
    digest: tuple[str]


class HeldRow(Row):
    """A document as it is listed for comparing."""

    fields: HeldFields


class Total(BaseModel):
    """How many documents were found, counted up to a limit."""

    value: int


AnyRow = TypeVar("AnyRow", bound=Row)


class Rows(BaseModel, Generic[AnyRow]):
    """A page of documents found."""

    total: Total = Total(value=0)
    hits: tuple[AnyRow, ...]


class Searched(BaseModel, Generic[AnyRow]):
    """The answer to a search."""

    timed_out: bool
    shards: Shards = Field(alias="_shards")
    hits: Rows[AnyRow]

    @property
    def whole(self) -> bool:
        """Whether nothing was left unsearched."""
        return self.shards.whole and not self.timed_out


Value = TypeVar("Value", int, str)


class Bucket(BaseModel, Generic[Value]):
    """So many documents of one value."""

    key: Value
    doc_count: int


class Parted(BaseModel, Generic[Value]):
    """How documents part by one field."""

    buckets: tuple[Bucket[Value], ...]

    @property
    def counts(self) -> Mapping[Value, int]:
        """The documents of each value."""
        return {bucket.key: bucket.doc_count for bucket in self.buckets}


class ByField(BaseModel):
    """How documents part by each of the fields of facets."""

    kind: Parted[str]
    customer: Parted[int]
    year: Parted[int]


class Divided(Searched[Row]):
    """The answer to a search that asked how documents part."""

    aggregations: ByField


class ItemError(BaseModel):
    """Why one document was not taken."""

    type: str
    reason: str = ""


class Item(BaseModel):
    """What became of one document of a bulk request."""

    status: int
    error: ItemError | None = None


class Taken(BaseModel):
    """The answer to a bulk request, item by item."""

    items: tuple[Mapping[str, Item], ...]


class Broadcast(BaseModel):
    """The answer to what is done to every shard."""

    shards: Shards = Field(alias="_shards")


class Counted(BaseModel):
    """How many documents there are."""

    count: int
    shards: Shards = Field(alias="_shards")


class Meta(BaseModel):
    """What an index says of itself."""

    meta: Mapping[str, Any] = Field(default_factory=dict, alias="_meta")


class Mapped(BaseModel):
    """The mapping of one index."""

    mappings: Meta


class Store(BaseModel):
    """Bytes on disk."""

    size_in_bytes: int


class Stored(BaseModel):
    """What an index takes on disk."""

    store: Store


class Copies(BaseModel):
    """The same for all copies together."""

    total: Stored


class Stats(BaseModel):
    """The answer to a question for statistics."""

    all: Copies = Field(alias="_all")


class Health(BaseModel):
    """How the cluster, or an index, is."""

    status: str
    timed_out: bool
    number_of_nodes: int
    unassigned_shards: int


class Node(BaseModel):
    """One node of the cluster."""

    version: str


class Nodes(BaseModel):
    """The nodes of the cluster."""

    nodes: Mapping[str, Node]


class Aliased(BaseModel):
    """The aliases of one index."""

    aliases: Mapping[str, Any]


class Configured(BaseModel):
    """The settings of one index, flat."""

    settings: Mapping[str, Any]

"""The desk: the one door for whoever is not the pipeline.

Whoever calls it (the command line today, a web service later) holds a `Speaker` and hands in frozen
requests; answers are frozen records and bytes, never paths, so that the caller reads and writes files
with the caller's own rights. Each noun guards its own calls through `Gate.visit`.
"""

from __future__ import annotations

from dataclasses import dataclass

from argon2 import PasswordHasher

from access.aliases import Aliases
from access.auditing import Auditing
from access.backing_up import Backups
from access.checkpoints import Seals
from access.contracts import Contracts
from access.customers import Customers
from access.declared import DeclaredReading
from access.deputies import Deputies
from access.disposal import Disposals
from access.documents import Documents
from access.form_sheets import FormSheets
from access.forms import Forms
from access.gate import Gate
from access.holdings import Inventory
from access.house import House
from access.indexing import Indexing
from access.learning import LearntForms
from access.lending import Lending
from access.losses import Losses
from access.notices import Notices
from access.passwords import Passwords
from access.people import People
from access.proof import Proof
from access.proposals import Proposals
from access.qualifications import Qualifications
from access.reading import ReadingRoom
from access.review import Review
from access.rulings import Rulings
from access.scans import Scans
from access.sessions import Sessions
from access.shelf import Shelving
from access.standing import StandingAuthorisations
from access.stocktaking import Stocktaking
from access.timekeeping import Timekeeping
from access.urgent import UrgentReading
from access.waivers import Waivers
from archive.checkpointing import Checkpoints
from archive.clock import Clock, utc_now
from archive.content import Content
from archive.disposing import Disposing
from archive.filing import Filing
from archive.home import Home
from index.following import FollowingEngine


@dataclass(frozen=True, slots=True)
class Desk:
    """Every call there is, by noun. Made by `open_desk`."""

    sessions: Sessions
    people: People
    qualifications: Qualifications
    deputies: Deputies
    timekeeping: Timekeeping
    house: House
    forms: Forms
    form_sheets: FormSheets
    lending: Lending
    shelves: Shelving
    standing: StandingAuthorisations
    declared: DeclaredReading
    urgent: UrgentReading
    notices: Notices
    reading: ReadingRoom
    audit: Auditing
    checkpoints: Seals
    customers: Customers
    proposals: Proposals
    contracts: Contracts
    review: Review
    learnt: LearntForms
    aliases: Aliases
    rulings: Rulings
    documents: Documents
    waivers: Waivers
    holdings: Inventory
    scans: Scans
    stocktakes: Stocktaking
    losses: Losses
    disposals: Disposals
    proof: Proof
    backups: Backups
    index: Indexing


def open_desk(
    home: Home, engine: FollowingEngine, *, clock: Clock = utc_now, hasher: PasswordHasher | None = None
) -> Desk:
    """The desk of one home. Raises `Problems` when the regulations are broken.

    `hasher` sets what hashing a password costs; none for what argon2-cffi recommends.
    """
    settings, defaults = home.settings.access, home.settings.filing
    content, filing = Content(home.originals), Filing(home.regulations, clock)
    gate = Gate(home.catalogue, home.regulations, clock)
    checkpoints = Checkpoints(home, clock)
    passwords = Passwords(home.catalogue, clock, settings, hasher=hasher or PasswordHasher())
    return Desk(
        sessions=Sessions(gate, passwords, settings),
        people=People(gate, passwords),
        qualifications=Qualifications(gate),
        deputies=Deputies(gate, passwords, settings),
        timekeeping=Timekeeping(gate, passwords),
        house=House(gate),
        forms=Forms(gate, passwords, settings),
        form_sheets=FormSheets(gate, passwords, content),
        lending=Lending(gate),
        shelves=Shelving(gate),
        standing=StandingAuthorisations(gate, passwords, settings),
        declared=DeclaredReading(gate, passwords),
        urgent=UrgentReading(gate, passwords),
        notices=Notices(gate),
        reading=ReadingRoom(gate, engine, content),
        audit=Auditing(gate, checkpoints),
        checkpoints=Seals(gate, checkpoints),
        customers=Customers(gate, defaults),
        proposals=Proposals(gate, filing, engine, defaults),
        contracts=Contracts(gate, defaults),
        review=Review(gate, filing, content, engine),
        learnt=LearntForms(gate),
        aliases=Aliases(gate),
        rulings=Rulings(gate, home),
        documents=Documents(gate, filing, engine),
        waivers=Waivers(gate),
        holdings=Inventory(gate),
        scans=Scans(gate, filing, content, engine),
        stocktakes=Stocktaking(gate),
        losses=Losses(gate),
        disposals=Disposals(gate, passwords, Disposing(home, clock), engine),
        proof=Proof(gate, home, engine),
        backups=Backups(gate, home),
        index=Indexing(gate, engine),
    )

"""All commands, in the order in which `dangan --help` lists them."""

from __future__ import annotations

import click

from search_cli.audit import audit
from search_cli.backing_up import backup, restore
from search_cli.contracts import contract
from search_cli.customers import customer
from search_cli.declared import declared
from search_cli.deputising import deputy
from search_cli.describing import scan
from search_cli.disposing import disposal
from search_cli.documents import document
from search_cli.evaluating import evaluate
from search_cli.houses import company
from search_cli.indexing import index
from search_cli.installing import doctor, init
from search_cli.learning import learnt
from search_cli.lending import lending
from search_cli.losses import loss
from search_cli.notices import notices
from search_cli.people import person
from search_cli.reading import export, show
from search_cli.reporting import files, report
from search_cli.request import request
from search_cli.reviewing import review
from search_cli.ruling import rules
from search_cli.scanning import dismiss, ingest, retry, status, watch
from search_cli.searching import search
from search_cli.separating import separator
from search_cli.sessions import login, logout, password, sessions, whoami
from search_cli.shelving import shelf
from search_cli.standing import standing
from search_cli.stocktaking import stocktake
from search_cli.timekeeping import clock
from search_cli.urgent import urgent
from search_cli.verifying import verify
from search_cli.waivers import waiver

ALL: tuple[click.Command, ...] = (
    init,
    company,
    person,
    clock,
    login,
    logout,
    whoami,
    sessions,
    password,
    deputy,
    customer,
    contract,
    separator,
    ingest,
    watch,
    status,
    retry,
    dismiss,
    scan,
    review,
    learnt,
    document,
    waiver,
    request,
    lending,
    shelf,
    standing,
    declared,
    urgent,
    notices,
    search,
    show,
    export,
    report,
    files,
    stocktake,
    loss,
    disposal,
    audit,
    verify,
    backup,
    restore,
    index,
    doctor,
    rules,
    evaluate,
)

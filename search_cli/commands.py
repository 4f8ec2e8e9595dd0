"""All commands, in the order in which `dangan --help` lists them."""

from __future__ import annotations

import click

from search_cli.audit import audit
from search_cli.contracts import contract
from search_cli.customers import customer
from search_cli.describing import scan
from search_cli.documents import document
from search_cli.evaluating import evaluate
from search_cli.houses import company
from search_cli.indexing import index
from search_cli.installing import doctor, init
from search_cli.learning import learnt
from search_cli.people import person
from search_cli.reading import export, show
from search_cli.reporting import files, report
from search_cli.requests import request
from search_cli.reviewing import review
from search_cli.ruling import rules
from search_cli.scanning import dismiss, ingest, retry, status, watch
from search_cli.searching import search
from search_cli.separating import separator
from search_cli.sessions import login, logout, password, whoami
from search_cli.verifying import verify
from search_cli.waivers import waiver

ALL: tuple[click.Command, ...] = (
    init,
    company,
    person,
    login,
    logout,
    whoami,
    password,
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
    search,
    show,
    export,
    report,
    files,
    audit,
    verify,
    index,
    doctor,
    rules,
    evaluate,
)

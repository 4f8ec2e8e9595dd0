"""The list of files (案卷目录) and the list of the papers in one file (卷内目录).

Columns as 归档文件整理规则 (DA/T 22) and 文书档案案卷格式 (GB/T 9705) name them; a number left behind
keeps its line, marked 作废, so that the sequence shows no gap.
"""

from __future__ import annotations

from archive.holdings import HeldDocument, HeldFile, Holdings, VoidNumber
from archive.language import translate
from archive.regulations import Regulations
from reports.table import Cell, Column, Table
from reports.wording import custody_words


def files_table(holdings: Holdings, regulations: Regulations) -> Table:
    """案卷目录: every file, by number, with where it is and how much it holds."""
    columns = (
        Column("number", translate("File number"), "code"),
        Column("regulation", translate("Regulation")),
        Column("customer", translate("Customer")),
        Column("contract", translate("Contract"), "code"),
        Column("year", translate("Year"), "code"),
        Column("department", translate("Department")),
        Column("custody", translate("Kept by")),
        Column("papers", translate("Papers"), "number"),
        Column("pages", translate("Pages"), "number"),
    )
    names = {customer.id: customer.name for customer in holdings.customers}
    rows: list[tuple[Cell, ...]] = []
    for file in sorted(holdings.files, key=lambda file: file.number):
        kept = _kept_in(file, holdings)
        rows.append(
            (
                file.number,
                regulations[file.regulation].name,
                names.get(file.customer, ""),
                file.contract,
                str(file.year),
                file.department,
                custody_words(file.custody),
                len(kept),
                sum(document.pages for document in kept),
            )
        )
    return Table(translate("List of files"), columns, tuple(rows))


def contents_table(file: HeldFile, holdings: Holdings, regulations: Regulations) -> Table:
    """卷内目录: the papers of one file in their order, void numbers among them."""
    columns = (
        Column("item", translate("No."), "number"),
        Column("number", translate("Archive number"), "code"),
        Column("title", translate("Title")),
        Column("author", translate("Author")),
        Column("date", translate("Date"), "date"),
        Column("pages", translate("Pages"), "number"),
        Column("secrecy", translate("Secrecy"), "code"),
        Column("remarks", translate("Remarks")),
    )
    items = {document.item: _document_row(document) for document in _kept_in(file, holdings)}
    items |= {void.item: _void_row(void) for void in holdings.voids if void.file == file.id}
    rows = tuple(items[item] for item in sorted(items))
    names = {customer.id: customer.name for customer in holdings.customers}
    title = translate(
        "Papers in file {number}: {regulation}, {customer}",
        number=file.number,
        regulation=regulations[file.regulation].name,
        customer=names.get(file.customer, ""),
    )
    return Table(title, columns, rows, tuple(_references(file, holdings)))


def _kept_in(file: HeldFile, holdings: Holdings) -> list[HeldDocument]:
    return [document for document in holdings.documents if document.file == file.id]


def _document_row(document: HeldDocument) -> tuple[Cell, ...]:
    remarks = [document.copy] if document.copy else []
    if document.state == "superseded":
        remarks.append(translate("superseded"))
    elif document.state == "disposed":
        remarks.append(translate("disposed of"))
    return (
        document.item,
        document.number,
        document.title,
        document.author,
        document.issued_on,
        document.pages,
        document.secrecy,
        "；".join(remarks),
    )


def _void_row(void: VoidNumber) -> tuple[Cell, ...]:
    return (void.item, void.number, "作废", "", None, None, "", void.reason)


def _references(file: HeldFile, holdings: Holdings) -> list[str]:
    """What is kept in other files and serves this one: 互见, each paper once."""
    referred = {reference.document for reference in holdings.references if reference.file == file.id}
    return [
        translate("See also {number}: {title}", number=document.number, title=document.title)
        for document in sorted(holdings.documents, key=lambda document: document.number)
        if document.id in referred and document.file != file.id
    ]

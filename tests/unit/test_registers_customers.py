"""The register of customers: checked words, unique names, imports that are whole or nothing."""

from __future__ import annotations

import pytest

from access.customer_sheet import ImportedRow
from access.customers import CustomerShown
from access.desk import Desk
from access.importing import RowProblems
from access.registers import CustomerEntry
from access.speaker import Speaker
from archive import audit
from archive.catalogue.customers import register
from archive.errors import BadInput, NotFound, Refused
from archive.people import Post
from archive.register import RegisteredCustomer
from tests.staffed import CUSTOMER, OTHER, Staffed
from tests.waiting import credit_code

CODE = credit_code("91320281MA1XK4C2A")
SECOND_CODE = credit_code("91320281MA1XK4C2B")
NEW = "常州丙木家具有限公司"


def names(desk: Desk, speaker: Speaker) -> list[str]:
    return [customer.name for customer in desk.customers.list(speaker)]


def test_a_customer_is_entered_with_all_its_names(desk: Desk, archivist: Speaker, staffed: Staffed) -> None:
    entry = CustomerEntry(
        f" {NEW} ",
        kind="供应商",
        code=CODE.lower(),
        aliases=("丙木",),
        former_names=("常州丙木厂",),
        company="云禾股份有限公司",
        department="sc2",
    )
    shown = desk.customers.add(archivist, entry)
    assert shown == CustomerShown(
        number=3,
        name=NEW,
        kind="supplier",
        company="云禾股份有限公司",
        department="市场二部",
        code=CODE,
        registration_number=None,
        aliases=("丙木",),
        former_names=("常州丙木厂",),
        papers=0,
    )
    with staffed.home.catalogue.read() as tx:
        assert register(tx).customers[-1] == RegisteredCustomer(3, NEW, ("丙木",), ("常州丙木厂",), CODE)


def test_the_speakers_own_department_is_the_default(desk: Desk, archivist: Speaker) -> None:
    assert desk.customers.add(archivist, CustomerEntry(NEW)).department == "市场一部"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (CustomerEntry(""), "The name is missing."),
        (CustomerEntry("甲" * 121), "{name} cannot be a name."),
        (
            CustomerEntry(NEW, code=CODE[:-1] + "?"),
            "{code} is not a credit code: its check character is wrong.",
        ),
        (
            CustomerEntry(NEW, code=CODE[:-1]),
            "{code} is not a credit code: it has {count} characters, not 18.",
        ),
        (CustomerEntry(NEW, registration_number="12345"), "{number} is not a registration number."),
        (
            CustomerEntry(NEW, registration_number="110108000000010"),
            "{number} is not a registration number: its check digit is wrong.",
        ),
        (CustomerEntry(NEW, kind="朋友"), "{word} is not a kind of customer{hint}."),
        (CustomerEntry(NEW, department="市场三部"), "There is no department {wanted}{hint}."),
        (CustomerEntry(CUSTOMER), "{word} belongs to the customer {owner} already."),
        (CustomerEntry(NEW, aliases=(OTHER,)), "{word} belongs to the customer {owner} already."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_entered(
    desk: Desk, archivist: Speaker, entry: CustomerEntry, said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        desk.customers.add(archivist, entry)
    assert caught.value.message == said
    assert names(desk, archivist) == [CUSTOMER, OTHER]


def test_a_renamed_customer_keeps_its_old_name(desk: Desk, archivist: Speaker) -> None:
    shown = desk.customers.update(archivist, CUSTOMER, CustomerEntry("江阴甲木科技有限公司", code=CODE))
    assert (shown.number, shown.name, shown.former_names, shown.code) == (
        1,
        "江阴甲木科技有限公司",
        (CUSTOMER,),
        CODE,
    )
    assert desk.customers.show(archivist, CUSTOMER).number == 1
    assert desk.customers.show(archivist, CODE).number == 1


@pytest.mark.parametrize(
    ("word", "hint"),
    [("江阴甲木有限公司", f" (did you mean {CUSTOMER}?)"), ("乙木", f" (did you mean {OTHER}?)"), ("9", "")],
    ids=["close", "part", "nothing near"],
)
def test_unknown_customer_is_told_with_the_nearest(
    desk: Desk, archivist: Speaker, word: str, hint: str
) -> None:
    with pytest.raises(NotFound) as caught:
        desk.customers.show(archivist, word)
    assert str(caught.value) == f"There is no customer {word}{hint}."


def test_import_adds_updates_and_says_so(desk: Desk, archivist: Speaker) -> None:
    rows = (
        "名称,信用代码,简称,部门,备注",
        f"{NEW},{CODE},丙木;丙,SC2,x",
        f"{OTHER},,乙木,,",
        f"{CUSTOMER},,,,",
    )
    imported = desk.customers.import_file(archivist, "客户.csv", "\n".join(rows).encode())
    assert imported.rows == (
        ImportedRow(2, NEW, "added", ()),
        ImportedRow(3, OTHER, "updated", (("aliases", "乙木"),)),
        ImportedRow(4, CUSTOMER, "unchanged", ()),
    )
    assert (imported.ignored, names(desk, archivist)) == (("备注",), [CUSTOMER, OTHER, NEW])


def test_importing_twice_changes_nothing(desk: Desk, archivist: Speaker) -> None:
    content = f"名称,信用代码,简称\n{NEW},{CODE},丙木\n".encode("gb18030")
    desk.customers.import_file(archivist, "客户.csv", content)
    before = desk.customers.list(archivist)
    again = desk.customers.import_file(archivist, "客户.csv", content)
    assert [row.outcome for row in again.rows] == ["unchanged"]
    assert desk.customers.list(archivist) == before


def test_the_same_code_under_another_name_is_a_renaming(desk: Desk, archivist: Speaker) -> None:
    desk.customers.update(archivist, CUSTOMER, CustomerEntry("", code=CODE))
    desk.customers.import_file(archivist, "a.csv", f"name,code\n江阴甲木科技有限公司,{CODE}\n".encode())
    shown = desk.customers.show(archivist, "1")
    assert (shown.name, shown.former_names) == ("江阴甲木科技有限公司", (CUSTOMER,))


def test_a_dry_run_enters_nothing(desk: Desk, archivist: Speaker) -> None:
    imported = desk.customers.import_file(archivist, "a.csv", f"name\n{NEW}\n".encode(), dry_run=True)
    assert [row.outcome for row in imported.rows] == ["added"]
    assert names(desk, archivist) == [CUSTOMER, OTHER]


def test_every_wrong_row_is_told_and_none_is_taken(desk: Desk, archivist: Speaker) -> None:
    desk.customers.update(archivist, CUSTOMER, CustomerEntry("", code=CODE))
    rows = (
        "name,code,department",
        f"{NEW},,SC1",
        f"苏州丁木有限公司,{CODE[:-1]}#,",
        f"{OTHER},{CODE},",
        f"{CUSTOMER},{SECOND_CODE},",
        f"{NEW},,SC2",
        "苏州戊木有限公司,9.13E+17,",
        "苏州己木有限公司,,市场九部",
    )
    with pytest.raises(RowProblems) as caught:
        desk.customers.import_file(archivist, "a.csv", "\n".join(rows).encode())
    assert [(problem.row, problem.error.message) for problem in caught.value.problems] == [
        (3, "{code} is not a credit code: its check character is wrong."),
        (4, "{name} and {code} are two different customers in the register."),
        (5, "{name} has the code {known} in the register, not {code}."),
        (6, "it is the same customer as a row above."),
        (7, "Excel turned the code into the number {text}; its last digits are lost."),
        (8, "There is no department {wanted}{hint}."),
    ]
    assert names(desk, archivist) == [CUSTOMER, OTHER]


def test_the_same_registered_customer_twice_in_a_file_is_told(desk: Desk, archivist: Speaker) -> None:
    content = f"name,alias\n{CUSTOMER},甲\n{CUSTOMER},乙\n".encode()
    with pytest.raises(RowProblems) as caught:
        desk.customers.import_file(archivist, "a.csv", content)
    assert [(one.row, str(one.error)) for one in caught.value.problems] == [
        (3, "it is the same customer as row 2.")
    ]


def test_calls_leave_their_audit_row_without_names(desk: Desk, archivist: Speaker, staffed: Staffed) -> None:
    desk.customers.add(archivist, CustomerEntry(NEW))
    with pytest.raises(BadInput):
        desk.customers.add(archivist, CustomerEntry(NEW))
    with staffed.home.catalogue.read() as tx:
        rows = [row.entry for row in audit.rows(tx) if row.entry.act == "customers.add"]
    assert [(row.outcome, row.subject, row.basis) for row in rows] == [
        ("done", "customer:3", "duty:customers.add"),
        ("failed", "", "duty:customers.add"),
    ]
    assert all(NEW not in str(row) for row in rows)


@pytest.mark.parametrize("post", [Post.READER, Post.AUDITOR, Post.ADMINISTRATOR, Post.GENERAL_MANAGER])
def test_only_keepers_keep_the_register(desk: Desk, staffed: Staffed, post: Post) -> None:
    with pytest.raises(Refused):
        desk.customers.list(staffed.speakers[post])

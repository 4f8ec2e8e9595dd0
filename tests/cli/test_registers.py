"""The house and its registers, by command; and the likeliest mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.people import Post
from tests.cli.asking import rows, told
from tests.cli.conftest import Terminal
from tests.staffed import CUSTOMER, OTHER, PASSWORD

ARCHIVIST = Post.ARCHIVIST
ADMINISTRATOR = Post.ADMINISTRATOR
READER = Post.READER


def test_init_makes_a_home_with_an_administrator(bare: Terminal) -> None:
    words = ("init", "--company", "甲股份有限公司", "--short", "JG", "--login", "root", "--name", "管理员")
    out = bare.do(*words, DANGAN_PASSWORD=PASSWORD)
    assert str(bare.home / "settings.toml") in out
    token = bare.do("login", "root", "--print-token", DANGAN_PASSWORD=PASSWORD).strip()
    listed = bare.run("company", "list", "--format", "json", DANGAN_TOKEN=token).json["rows"]
    assert [(row["company_short"], row["company"]) for row in listed] == [("JG", "甲股份有限公司")]
    again = bare.run(*words, DANGAN_PASSWORD=PASSWORD)
    assert (again.code, told(again)) == (4, f"Error: {bare.home} is already a home of dangan.")


def test_init_with_a_weak_password_leaves_nothing_behind(bare: Terminal) -> None:
    words = ("init", "--company", "甲股份有限公司", "--short", "JG", "--login", "root", "--name", "管理员")
    assert bare.run(*words, DANGAN_PASSWORD="1").code == 9
    assert bare.run(*words, DANGAN_PASSWORD=PASSWORD).code == 0


def test_companies_and_departments(terminal: Terminal) -> None:
    terminal.do("company", "add", "ZG", "子股份有限公司", "--alias", "子股份", post=ADMINISTRATOR)
    terminal.do("company", "department", "ZG", "CW", "财务部", post=ADMINISTRATOR)
    listed = rows(terminal, "company", "list", post=ADMINISTRATOR)
    assert ("ZG", "CW") in [(row["company_short"], row["department_short"]) for row in listed]
    assert terminal.run("company", "department", "XX", "CW", "财务部", post=ADMINISTRATOR).code == 7
    assert terminal.run("company", "add", "AA", "别家", post=READER).code == 5


def test_people(terminal: Terminal) -> None:
    new = ("person", "add", "li", "--name", "李四", "--company", "YH", "--post", "reader")
    terminal.do(*new, post=ADMINISTRATOR, DANGAN_PASSWORD=PASSWORD)
    assert terminal.run(*new, post=ADMINISTRATOR, DANGAN_PASSWORD=PASSWORD).code == 8
    terminal.do("person", "posts", "li", "--post", "archivist", post=ADMINISTRATOR)
    (li,) = (row for row in rows(terminal, "person", "list", post=ADMINISTRATOR) if row["login"] == "li")
    assert (li["name"], li["posts"], li["active"]) == ("李四", "archivist", True)
    terminal.do("person", "deactivate", "li", post=ADMINISTRATOR)
    assert terminal.run("login", "li", DANGAN_PASSWORD=PASSWORD).code == 5
    terminal.do("person", "activate", "li", post=ADMINISTRATOR)
    terminal.do("person", "password", "li", post=ADMINISTRATOR, DANGAN_PASSWORD="another fine one")
    assert terminal.run("login", "li", DANGAN_PASSWORD="another fine one").code == 0
    assert terminal.run("person", "deactivate", "nobody", post=ADMINISTRATOR).code == 7
    assert terminal.run("person", "posts", "li", "--post", "king", post=ADMINISTRATOR).code == 2


# The registers


def test_a_customer_is_entered_changed_and_shown(terminal: Terminal) -> None:
    terminal.do(
        "customer", "add", "丙火材料有限公司", "--alias", "丙火", "--kind", "supplier", post=ARCHIVIST
    )
    terminal.do("customer", "update", "丙火", "--name", "丙火新材料有限公司", post=ARCHIVIST)
    (shown,) = rows(terminal, "customer", "show", "丙火", post=ARCHIVIST)
    assert (shown["name"], shown["kind"], shown["former_names"]) == (
        "丙火新材料有限公司",
        "supplier",
        "丙火材料有限公司",
    )
    assert terminal.run("customer", "show", "没有这家", post=ARCHIVIST).code == 7
    assert terminal.run("customer", "add", CUSTOMER, post=ARCHIVIST).code == 9
    assert terminal.run("customer", "add", "丁", "--code", "123", post=ARCHIVIST).code == 9


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_register_is_imported_whatever_excel_made_of_it(
    terminal: Terminal, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "名册.csv"
    file.write_bytes("名称,别名\n戊土建设有限公司,戊土\n".encode(encoding))
    dry = terminal.do("customer", "import", str(file), "--dry-run", post=ARCHIVIST)
    assert "Nothing was changed: this was a dry run." in dry
    assert terminal.run("customer", "show", "戊土", post=ARCHIVIST).code == 7
    terminal.do("customer", "import", str(file), post=ARCHIVIST)
    assert rows(terminal, "customer", "show", "戊土", post=ARCHIVIST)[0]["name"] == "戊土建设有限公司"


def test_a_register_with_wrong_rows_is_not_imported_at_all(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("名称,代码\n戊土建设有限公司,\n己土有限公司,123\n", encoding="utf-8")
    said = terminal.run("customer", "import", str(file), post=ARCHIVIST)
    assert (said.code, said.err.splitlines()[:-1]) == (
        9,
        [
            "Error: 1 row(s) cannot be imported; nothing was imported.",
            "  row 3: 123 is not a credit code: it has 3 characters, not 18.",
        ],
    )
    assert terminal.run("customer", "show", "戊土建设有限公司", post=ARCHIVIST).code == 7


def test_a_file_that_is_no_register_is_told(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(b"no workbook")
    assert terminal.run("customer", "import", str(file), post=ARCHIVIST).code == 9
    assert terminal.run("customer", "import", str(tmp_path / "nothing.csv"), post=ARCHIVIST).code == 2


def test_contracts(terminal: Terminal, tmp_path: Path) -> None:
    terminal.do("contract", "add", "HT-1", "--customer", "甲木", "--amount", "1234.50", post=ARCHIVIST)
    file = tmp_path / "contracts.csv"
    file.write_text(f"合同编号,客户,签订日期\nHT-2,{OTHER},2026-02-30\n", encoding="utf-8")
    assert terminal.run("contract", "import", str(file), post=ARCHIVIST).code == 9
    file.write_text(f"合同编号,客户,签订日期\nHT-2,{OTHER},2026-02-28\n", encoding="utf-8")
    terminal.do("contract", "import", str(file), post=ARCHIVIST)
    listed = rows(terminal, "contract", "list", post=ARCHIVIST)
    assert [(row["number"], row["customer"], row["amount"], row["signed_on"]) for row in listed] == [
        ("HT-1", CUSTOMER, "1234.50", None),
        ("HT-2", OTHER, None, "2026-02-28"),
    ]
    assert terminal.run("contract", "add", "HT-3", "--customer", "没有", post=ARCHIVIST).code == 9
    wrong_date = ("contract", "add", "HT-3", "--customer", "1", "--signed-on", "2026-02-30")
    assert terminal.run(*wrong_date, post=ARCHIVIST).code == 2

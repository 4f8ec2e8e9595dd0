"""Accounts: the first one, posts that exclude each other, names that are what they seem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from access.people import Account
from access.speaker import Speaker
from archive import audit
from archive.errors import BadInput, Conflict, DanganError, NotFound, Refused
from archive.people import Person, Post
from tests.staffed import PASSWORD, Staffed

ACCOUNT = Account("qian.er", "钱二", "YH", "市场一部", frozenset({Post.READER, Post.CREDIT_MANAGER}))


def add(staffed: Staffed, account: Account) -> Person:
    return staffed.desk.people.add(staffed.speakers[Post.ADMINISTRATOR], account, PASSWORD)


def test_an_account_has_what_it_was_made_with(staffed: Staffed) -> None:
    made = add(staffed, ACCOUNT)
    assert (made.login, made.name, made.company, made.department, made.posts, made.active) == (
        "qian.er",
        "钱二",
        1,
        1,
        ACCOUNT.posts,
        True,
    )


def test_the_first_account_is_made_once(staffed: Staffed) -> None:
    with pytest.raises(Conflict):
        staffed.desk.people.found("second", "系统乙", PASSWORD, company="另一家", short="LY")


def test_the_first_account_administers_and_founds_its_company(staffed: Staffed) -> None:
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    company = staffed.desk.house.list(administrator)[0]
    assert administrator.person.posts == {Post.ADMINISTRATOR}
    assert (company.short, company.name, company.number) == (
        "YH",
        "云禾股份有限公司",
        administrator.person.company,
    )


@pytest.mark.parametrize("alone", [Post.ADMINISTRATOR, Post.AUDITOR])
@pytest.mark.parametrize("other", sorted(set(Post)))
def test_who_administers_or_audits_holds_nothing_else(staffed: Staffed, alone: Post, other: Post) -> None:
    if alone is other:
        assert add(staffed, replace(ACCOUNT, posts=frozenset({alone}))).posts == {alone}
    else:
        with pytest.raises(Conflict):
            add(staffed, replace(ACCOUNT, posts=frozenset({alone, other})))


WRONG: dict[str, tuple[Account, type[DanganError]]] = {
    "capital letters": (replace(ACCOUNT, login="Qian"), BadInput),
    "a look-alike letter": (replace(ACCOUNT, login="re\u0430der"), BadInput),
    "a path": (replace(ACCOUNT, login="../qian"), BadInput),
    "a zero byte": (replace(ACCOUNT, login="qian\0"), BadInput),
    "a name that turns round": (replace(ACCOUNT, name="钱\u202e二"), BadInput),
    "a name of blanks": (replace(ACCOUNT, name=" \u3000 "), BadInput),
    "a name without end": (replace(ACCOUNT, name="钱" * 61), BadInput),
    "a name with a zero byte": (replace(ACCOUNT, name="钱\0二"), BadInput),
    "a name that is a path": (replace(ACCOUNT, name="../钱二"), BadInput),
    "a name with a Cyrillic letter": (replace(ACCOUNT, name="Q\u0438an"), BadInput),
    "a name with a Greek letter between Chinese ones": (replace(ACCOUNT, name="钱\u03b2"), BadInput),
    "a name with a picture": (replace(ACCOUNT, name="钱二\N{GRINNING FACE}"), BadInput),
    "a log-in name like another one": (replace(ACCOUNT, login="audit0r"), Conflict),
    "a log-in name like another one without its hyphen": (
        replace(ACCOUNT, login="generalmanager"),
        Conflict,
    ),
    "taken": (replace(ACCOUNT, login="reader"), Conflict),
    "no post": (replace(ACCOUNT, posts=frozenset()), BadInput),
    "no such company": (replace(ACCOUNT, company="ZZ"), NotFound),
    "no such department": (replace(ACCOUNT, department="ZZ"), NotFound),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_account_that_cannot_be_is_refused_and_recorded(staffed: Staffed, what: str) -> None:
    account, error = WRONG[what]
    with pytest.raises(error):
        add(staffed, account)
    with staffed.home.catalogue.read() as tx:
        last = list(audit.rows(tx))[-1].entry
    assert (last.act, last.outcome) == ("people.add", "failed")
    assert len(staffed.desk.people.list(staffed.speakers[Post.ADMINISTRATOR])) == len(Post)


@pytest.mark.parametrize(
    ("known", "alike"),
    [
        ("王口", "王囗"),
        ("王士", "王土"),
        ("Ivan", "lvan"),
        ("阿不都·热合曼", "阿不都热合曼"),
    ],
)
def test_a_name_written_with_look_alike_letters_is_refused(staffed: Staffed, known: str, alike: str) -> None:
    add(staffed, replace(ACCOUNT, name=known))
    with pytest.raises(Conflict, match="is written with other letters"):
        add(staffed, replace(ACCOUNT, login="other", name=alike))


def test_two_of_the_same_name_are_told_apart_by_their_departments(staffed: Staffed) -> None:
    first = add(staffed, ACCOUNT)
    with pytest.raises(Conflict, match=r"already somebody of that name in the department: 钱二 \(qian\.er\)"):
        add(staffed, replace(ACCOUNT, login="other"))
    second = add(staffed, replace(ACCOUNT, login="other", department="市场二部"))
    assert (first.who, second.who) == ("钱二 (qian.er)", "钱二 (other)")


def test_who_reads_and_administers_has_two_accounts_of_one_name(staffed: Staffed) -> None:
    add(staffed, ACCOUNT)
    second = replace(ACCOUNT, login="other", posts=frozenset({Post.ADMINISTRATOR}))
    assert add(staffed, second).posts == {Post.ADMINISTRATOR}


def test_the_name_of_who_left_is_free(staffed: Staffed) -> None:
    add(staffed, ACCOUNT)
    staffed.desk.people.deactivate(staffed.speakers[Post.ADMINISTRATOR], "qian.er")
    assert add(staffed, replace(ACCOUNT, login="other")).active


@pytest.mark.parametrize("name", ["阿不都·热合曼", "李 David", "王伟(小)", "O'Neill"])
def test_names_are_as_people_are_called(staffed: Staffed, name: str) -> None:
    assert add(staffed, replace(ACCOUNT, name=name)).name == name


def test_posts_act_on_the_next_call(staffed: Staffed) -> None:
    auditor = staffed.speakers[Post.AUDITOR]
    assert staffed.desk.people.list(auditor)
    administrator = staffed.speakers[Post.ADMINISTRATOR]
    changed = staffed.desk.people.set_posts(administrator, "auditor", frozenset({Post.READER}))
    assert changed.posts == {Post.READER}
    with pytest.raises(Refused):
        staffed.desk.people.list(auditor)


def test_the_last_administrator_stays(staffed: Staffed) -> None:
    administrator, people = staffed.speakers[Post.ADMINISTRATOR], staffed.desk.people
    with pytest.raises(Conflict):
        people.deactivate(administrator, "administrator")
    add(staffed, replace(ACCOUNT, posts=frozenset({Post.ADMINISTRATOR})))
    people.deactivate(administrator, "administrator")
    with pytest.raises(Conflict):
        people.deactivate(login(staffed, "qian.er"), "qian.er")


def test_nobody_changes_his_own_posts(staffed: Staffed) -> None:
    administrator, people = staffed.speakers[Post.ADMINISTRATOR], staffed.desk.people
    add(staffed, replace(ACCOUNT, posts=frozenset({Post.ADMINISTRATOR})))
    with pytest.raises(Refused):
        people.set_posts(administrator, "administrator", frozenset({Post.READER}))
    assert people.set_posts(login(staffed, "qian.er"), "administrator", frozenset({Post.READER}))


def login(staffed: Staffed, name: str) -> Speaker:
    return staffed.desk.sessions.speaker(staffed.desk.sessions.login(name, PASSWORD))


def test_companies_and_departments_have_short_names_of_their_own(staffed: Staffed) -> None:
    administrator, house = staffed.speakers[Post.ADMINISTRATOR], staffed.desk.house
    house.add_company(administrator, "ｂｈ", "滨海分公司", aliases=("滨海",))
    house.add_department(administrator, "BH", "CW", "财务部")
    made = house.list(administrator)[-1]
    assert (made.short, made.name, made.aliases) == ("BH", "滨海分公司", ("滨海",))
    assert [(one.short, one.name) for one in made.departments] == [("CW", "财务部")]
    for again in ("BH", "滨海分公司"):
        with pytest.raises(Conflict):
            house.add_department(administrator, again, "CW", "另一部")
    with pytest.raises(Conflict):
        house.add_company(administrator, "BH", "别的公司")
    with pytest.raises(NotFound):
        house.add_department(administrator, "ZZ", "CW", "财务部")


@pytest.mark.parametrize("short", ["", "A-B", "ABCDEFGHI", "A B", "../A"])
def test_a_short_name_must_fit_into_archive_numbers(staffed: Staffed, short: str) -> None:
    with pytest.raises(BadInput):
        staffed.desk.house.add_company(staffed.speakers[Post.ADMINISTRATOR], short, "公司")


@pytest.mark.parametrize("alone", [Post.ADMINISTRATOR, Post.AUDITOR])
def test_who_comes_to_administer_or_audit_reads_no_longer_what_was_open_before(
    staffed: Staffed, tmp_path: Path, alone: Post
) -> None:
    staffed.file_paper(tmp_path)
    staffed.approve(staffed.ask())
    reader, administrator = staffed.speakers[Post.READER], staffed.speakers[Post.ADMINISTRATOR]
    assert staffed.desk.reading.show(reader, "1").lines
    staffed.desk.people.set_posts(administrator, "reader", frozenset({alone}))
    with pytest.raises(Refused):
        staffed.desk.reading.show(reader, "1")
    for other in (Post.READER, Post.CREDIT_MANAGER):
        with pytest.raises(Conflict):
            staffed.desk.people.set_posts(administrator, "reader", frozenset({alone, other}))

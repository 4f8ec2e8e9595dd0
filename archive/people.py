"""People of the house and the posts they hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Post(StrEnum):
    """What a person is entitled to do. The Chinese names are the regulations' own words."""

    READER = "reader"
    ARCHIVIST = "archivist"
    CREDIT_MANAGER = "credit_manager"
    CREDIT_OFFICE_DIRECTOR = "credit_office_director"
    GENERAL_MANAGER = "general_manager"
    SALES_DIRECTOR = "sales_director"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The post's name as the regulations write it."""
        return _LABELS[self]


_LABELS = {
    Post.READER: "查阅人",
    Post.ARCHIVIST: "档案管理员",
    Post.CREDIT_MANAGER: "信用管理员",
    Post.CREDIT_OFFICE_DIRECTOR: "信用管理领导小组办公室主任",
    Post.GENERAL_MANAGER: "总经理",
    Post.SALES_DIRECTOR: "销售总监",
    Post.AUDITOR: "审计员",
    Post.ADMINISTRATOR: "系统管理员",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `number` is the person's number in the catalogue."""

    number: int
    login: str
    name: str
    company: int
    department: int | None
    posts: frozenset[Post]
    active: bool

    @property
    def who(self) -> str:
        """How lists, papers and audit rows name this person: two may have the same full name."""
        return f"{self.name} ({self.login})"

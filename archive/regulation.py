"""What one regulation asks for: its categories, and when a paper of each counts.

These records are what `config/regulations/*.yaml` holds; every key is explained there.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from archive.configuration import Strict, did_you_mean
from archive.language import translate
from archive.people import Post

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Retention = Literal["永久", "30年", "10年"]  # 保管期限, as 国家档案局令第10号 names them
Secrecy = Literal["公开", "内部", "普通商密", "核心商密"]  # 密级 of a company's own papers
CustomerKind = Literal["customer", "supplier"]


def _known_post(word: object) -> object:
    posts = [post.value for post in Post]
    if word not in posts:
        hint = did_you_mean(str(word), posts)
        raise ValueError(translate("there is no post '{word}'{hint}", word=word, hint=hint))
    return Post(str(word))


PostName = Annotated[Post, BeforeValidator(_known_post)]


class Need(StrEnum):
    """When a file must hold a paper of a category."""

    ALWAYS = "always"
    IF_APPLICABLE = "if_applicable"
    PER_EVENT = "per_event"


class Substitute(Strict):
    """Another kind of paper that serves a category too; `with_code`: only if it bears an 18-digit code."""

    kind: Identifier
    with_code: bool = False


class Requirement(Strict):
    """When a paper of a category is needed and how long one counts.

    `event` is the Chinese word for what calls for the paper. `on_paper`: the validity printed on the
    paper limits it. `max_age_months` counts from the paper's date. `each`: every paper stands for
    itself (permits), not the best for all. `years`: one paper for each of the last years is wanted, as
    many as the setting `completeness.statement_years` says. `paper`: what must lie in the file;
    an original or a duplicate original (正本, 副本) serves wherever a copy (复印件) is enough.
    """

    need: Need
    event: str = ""
    on_paper: bool = False
    max_age_months: int | None = Field(default=None, gt=0, le=600)
    each: bool = False
    years: bool = False
    paper: Literal["original", "copy", "either"] = "either"
    satisfied_by: tuple[Substitute, ...] = ()
    clause: str = Field(min_length=1)

    @model_validator(mode="after")
    def _event_and_need_agree(self) -> Self:
        if (self.need is Need.PER_EVENT) != bool(self.event):
            raise ValueError(
                translate("event: a per_event category names its event, and only such a category does")
            )
        if self.each and self.years:
            raise ValueError(translate("each, years: a category can have one of the two"))
        return self

    @property
    def recurs(self) -> bool:
        """An event that must come round again (a satisfaction survey each year): none at all is a gap."""
        return self.need is Need.PER_EVENT and self.max_age_months is not None


class Category(Requirement):
    """One category; its `id` is also the kind of paper. `also` holds its other Chinese names."""

    id: Identifier
    name: Name
    also: tuple[Name, ...] = ()


class Group(Strict):
    """Categories that the regulation names in one breath.

    `about`: papers about the file's own matter, or about the customer as a whole: of the latter, one
    kept for one contract serves the customer's other contracts too.
    """

    id: Identifier
    name: Name
    about: Literal["file", "customer"] = "file"
    categories: tuple[Category, ...] = Field(min_length=1)


class Custody(Strict):
    """The clocks of handing over. Months are calendar months.

    A yearly file leaves its department `stays_years` calendar years after its own year began (2: this
    year's and last year's stay), a contract file `handover_months` after the last of `events`. Whoever
    holds `verified_by` has `verify_days` to verify it, and then `archive_months` to bring it to the
    archive room. A field is null where the regulation sets no such clock.
    """

    stays_years: int | None = Field(default=None, ge=1, le=50)
    handover_months: int | None = Field(default=None, ge=1, le=120)
    events: tuple[str, ...] = ()
    verified_by: PostName | None = None
    verify_days: int | None = Field(default=None, ge=1, le=3650)
    archive_months: int | None = Field(default=None, ge=1, le=120)


class Regulation(Strict):
    """One of the house's regulations on files."""

    id: Identifier
    name: Name
    order: int = Field(ge=1)
    source: str = Field(min_length=1)
    class_letter: str = Field(pattern=r"^[A-Z]{1,4}$")
    unit: Literal["year", "contract"]
    applies_to: tuple[CustomerKind, ...] = Field(min_length=1)
    approver: PostName
    confirmed_by: PostName | None = None
    retention: Retention
    secrecy: Secrecy
    custody: Custody
    groups: tuple[Group, ...] = Field(min_length=1)

    @property
    def categories(self) -> tuple[Category, ...]:
        """All categories, in the regulation's order."""
        return tuple(category for group in self.groups for category in group.categories)

    def category(self, name: str) -> Category:
        """The category with this id; KeyError if the regulation has none such."""
        return {category.id: category for category in self.categories}[name]

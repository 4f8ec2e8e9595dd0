"""The register made quick to search: codes, exact names, brands, and names that are nearly the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.register import Register, RegisteredCustomer
from classify.codes import organisation_in
from classify.names import CompanyName, branch_after, find_names, is_seen_badly, slips, spelled_name

Sort = Literal["name", "alias", "former"]

_KEY = 4  # exact names are found by their first characters
_CLOSE_CANDIDATES = 12
_CUT_AT_LEAST = 7  # letters of a name that its cell cuts short


@dataclass(frozen=True, slots=True)
class Known:
    """A registered name found in a text. `owner` is the customer, None for an own company."""

    owner: RegisteredCustomer | None
    name: str
    sort: Sort
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Close:
    """A customer whose name is nearly the one on the paper.

    `slips` counts differing characters, `brand_differs` tells that the brand or the branch, which
    distinguish companies, are among them.
    """

    owner: RegisteredCustomer
    slips: int
    brand_differs: bool


class Directory:
    """All names and codes of one register, indexed once; thousands of customers cost microseconds a page."""

    def __init__(self, register: Register) -> None:
        self.customers = {customer.number: customer for customer in register.customers}
        self.own_codes = frozenset(own.code for own in register.own if own.code)
        self._by_code: dict[str, RegisteredCustomer] = {}
        self._names: dict[str, list[tuple[str, Sort, RegisteredCustomer | None]]] = defaultdict(list)
        self._bigrams: dict[str, list[int]] = defaultdict(list)
        self._brands: dict[str, list[RegisteredCustomer]] = defaultdict(list)
        self._own_brands: set[str] = set()
        self._own_names: list[str] = []
        for own in register.own:
            self._add_own(own.name)
            for alias in own.aliases:
                self._add_name(alias, "alias", None)
        for customer in register.customers:
            self._add_customer(customer)

    def _add_own(self, name: str) -> None:
        self._add_name(name, "name", None)
        spelled = spelled_name(name)
        self._own_names.append(spelled)
        brand = CompanyName(spelled).brand
        if len(brand) >= 2:
            self._own_brands.add(brand)

    def _add_customer(self, customer: RegisteredCustomer) -> None:
        for code in (customer.code, customer.registration_number):
            if code:
                self._by_code[code] = customer
                held = organisation_in(code)
                if held is not None:
                    self._by_code.setdefault(held, customer)
        self._add_name(customer.name, "name", customer)
        for alias in customer.aliases:
            self._add_name(alias, "alias", customer)
        for former in customer.former_names:
            self._add_name(former, "former", customer)
        spelled = CompanyName(spelled_name(customer.name))
        for bigram in _bigrams(spelled.core):
            self._bigrams[bigram].append(customer.number)
        if len(spelled.brand) >= 2 and not spelled.is_branch:
            self._brands[spelled.brand].append(customer)

    def _add_name(self, name: str, sort: Sort, owner: RegisteredCustomer | None) -> None:
        spelled = spelled_name(name)
        if len(spelled) >= 2:
            self._names[spelled[:_KEY]].append((spelled, sort, owner))

    def by_code(self, code: str) -> RegisteredCustomer | None:
        """The customer with this credit code, registration number, organisation code or tax number.

        An old organisation code leads to the credit code that holds it, and the other way round.
        """
        return self._by_code.get(code) or self._by_code.get(organisation_in(code) or "")

    def names_own(self, text: str) -> bool:
        """Whether an own company is named, in full, by alias, or by its brand alone."""
        if any(known.owner is None for known in self.known_in(text)):
            return True
        full = [found.value for found in find_names(text)]
        if full:
            return any(self.is_own(name) for name in full)
        return any(brand in text for brand in self._own_brands)

    def known_in(self, text: str) -> Iterator[Known]:
        """Registered names that stand in `text` letter for letter; the longest at each place.

        A name that goes on as a branch (…有限公司西安分公司) is the branch's, not this one's.
        """
        position = 0
        while position < len(text):
            found = self._known_at(text, position)
            if found is None:
                position += 1
            else:
                if not (branch_after(text, found.end) and not CompanyName(found.name).is_branch):
                    yield found
                position = found.end

    def _known_at(self, text: str, position: int) -> Known | None:
        best: Known | None = None
        for length in range(2, _KEY + 1):
            for spelled, sort, owner in self._names.get(text[position : position + length], ()):
                if (best is None or len(spelled) > len(best.name)) and text.startswith(spelled, position):
                    best = Known(owner, spelled, sort, position, position + len(spelled))
        return best

    def cut_short(self, text: str) -> tuple[Known, ...]:
        """The registered names whose beginning, region and core whole, ends `text`."""
        for start in range(len(text) - _CUT_AT_LEAST + 1):
            begun = text[start:]
            found = {
                spelled: Known(owner, spelled, sort, start, len(text))
                for spelled, sort, owner in self._names.get(begun[:_KEY], ())
                if spelled.startswith(begun) and _is_whole_but_for_form(begun, spelled)
            }
            if found:  # a name that stands there whole is not the beginning of its branch's
                return () if begun in found else tuple(found.values())
        return ()

    def close_to(self, name: str) -> tuple[Close, ...]:
        """Customers whose names are nearly `name`, nearest first: one slip in eight characters at most.

        A branch is only near a branch: 分公司 is no misreading.
        """
        wanted = CompanyName(name)
        found = []
        for customer in self._alike(wanted):
            spelled = CompanyName(spelled_name(customer.name))
            distance = slips(name, spelled.text)
            if distance <= max(1, len(spelled.text) // 7) and spelled.is_branch == wanted.is_branch:
                found.append(Close(customer, distance, _brand_differs(wanted, spelled)))
        return tuple(sorted(found, key=lambda close: (close.slips, close.brand_differs)))

    def seen_badly(self, name: str) -> tuple[RegisteredCustomer, ...]:
        """Customers whose name `name` is with letters lost or covered by a seal."""
        alike = self._alike(CompanyName(name))
        return tuple(customer for customer in alike if is_seen_badly(name, spelled_name(customer.name)))

    def _alike(self, name: CompanyName) -> list[RegisteredCustomer]:
        """The customers that share most pairs of letters with a name."""
        shared: Counter[int] = Counter()
        for bigram in _bigrams(name.core):
            shared.update(self._bigrams.get(bigram, ()))
        return [self.customers[number] for number, _ in shared.most_common(_CLOSE_CANDIDATES)]

    def is_own(self, name: str) -> bool:
        """Whether a full name read off a paper is an own company's, misread or not."""
        return any(
            name == own
            or is_seen_badly(name, own)
            or (
                slips(name, own) <= len(own) // 7
                and CompanyName(name).is_branch == CompanyName(own).is_branch
            )
            for own in self._own_names
        )

    def brands_in(self, text: str) -> Iterator[tuple[str, RegisteredCustomer, int]]:
        """Customers named by their brand alone (某某公司, 某某), with the place."""
        for length in (2, 3, 4):
            for start in range(len(text) - length + 1):
                for customer in self._brands.get(text[start : start + length], ()):
                    yield text[start : start + length], customer, start


def _is_whole_but_for_form(begun: str, name: str) -> bool:
    company = CompanyName(re.split(r"(?<=公司)", name, maxsplit=1)[0])
    return len(begun) >= len(company.region) + len(company.core)


def _bigrams(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _brand_differs(read: CompanyName, known: CompanyName) -> bool:
    """Whether more than the region was misread; what is no region (宜吕市) was one, misread."""
    rest = len(known.region)
    if rest and not read.region and read.text[rest:] == known.text[rest:]:
        return False
    return read.brand != known.brand or read.branch != known.branch

"""What may be entered in the registers: codes checked, names unique, departments found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from access.hints import nearest
from access.numbers import number_in
from access.places import Places
from archive.catalogue.customers import Customer, Kind, Particulars, answers_to, fold_name, select_customers
from archive.errors import BadInput, NotFound
from classify.codes import is_credit_code, is_organisation_code, is_registration_number

LONGEST_NAME = 120
_KINDS: Mapping[str, Kind] = {
    "customer": "customer",
    "客户": "customer",
    "购方": "customer",
    "买方": "customer",
    "supplier": "supplier",
    "供应商": "supplier",
    "供方": "supplier",
    "卖方": "supplier",
}


@dataclass(frozen=True, slots=True)
class CustomerEntry:
    """A customer as somebody gives it: words, none of them checked yet; empty ones say nothing."""

    name: str
    kind: str = ""
    code: str = ""
    registration_number: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    company: str = ""
    department: str = ""


class CustomerIndex:
    """All customers by what they answer to, kept up to date while a file is being imported."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._customers: dict[int, Particulars] = {}
        self._owners: dict[str, int] = {}
        for customer in customers:
            self.put(customer.number, customer.particulars)

    @classmethod
    def load(cls, tx: Connection) -> CustomerIndex:
        """The register as it stands."""
        return cls(select_customers(tx))

    def put(self, number: int, particulars: Particulars) -> None:
        """Take over what is now recorded of a customer."""
        known = self._customers.get(number)
        for word in answers_to(known) if known else ():
            self._owners.pop(word, None)
        self._customers[number] = particulars
        for word in answers_to(particulars):
            self._owners.setdefault(word, number)

    def __getitem__(self, number: int) -> Particulars:
        return self._customers[number]

    def __contains__(self, number: object) -> bool:
        return number in self._customers

    def owner(self, word: str) -> int | None:
        """Who answers to this name, code or registration number."""
        return self._owners.get(fold_name(word)) if word else None

    def names(self) -> list[str]:
        """The names of all customers, for "did you mean"."""
        return [particulars.name for particulars in self._customers.values()]

    def meant_by(self, entry: CustomerEntry) -> int | None:
        """The registered customer that an entry speaks of: by code first, then by name.

        Raises BadInput where code and name belong to two customers, or the name's owner has another code.
        """
        by_code, by_name = self.owner(entry.code), self.owner(entry.name)
        if by_code is not None and by_name is not None and by_code != by_name:
            raise BadInput(
                "{name} and {code} are two different customers in the register.",
                advice="Find out which of the two is right; {other} has this code.",
                name=entry.name,
                code=entry.code,
                other=self[by_code].name,
            )
        if by_code is None and by_name is not None and entry.code and self[by_name].code:
            raise BadInput(
                "{name} has the code {known} in the register, not {code}.",
                advice="Correct the one that is wrong; `dangan customer update` changes the register.",
                name=entry.name,
                known=self[by_name].code,
                code=entry.code,
            )
        return by_name if by_code is None else by_code

    def refuse_taken(self, number: int | None, particulars: Particulars) -> None:
        """Raise BadInput where a word that must be one customer's own belongs to another already."""
        for word in sorted(answers_to(particulars)):
            owner = self._owners.get(word)
            if owner is not None and owner != number:
                raise BadInput(
                    "{word} belongs to the customer {owner} already.",
                    advice="Two customers cannot go by one name or code; correct one of them.",
                    word=word,
                    owner=self[owner].name,
                )


def customer_called(tx: Connection, word: str) -> Customer:
    """The customer with this number, name, alias, former name, code or registration number.

    Raises NotFound, with the nearest name.
    """
    index = CustomerIndex.load(tx)
    number = index.owner(word)
    if number is None:
        number = number_in(word)
    if number is None or number not in index:
        raise NotFound(
            "There is no customer {name}{hint}.",
            advice="`dangan customer list` shows the register.",
            name=word,
            hint=nearest(word, index.names()),
        )
    return Customer(number, index[number])


def check_entry(entry: CustomerEntry) -> CustomerEntry:
    """The entry, spelled as it will be kept. Raises BadInput for what cannot be."""
    checked = replace(
        entry,
        name=" ".join(entry.name.split()),
        code=entry.code.strip().upper(),
        registration_number=entry.registration_number.strip().upper(),
    )
    for name in (checked.name, *checked.aliases, *checked.former_names):
        _check_name(name)
    _check_code(checked.code)
    _check_registration_number(checked.registration_number)
    _kind(checked.kind)
    return checked


def _check_code(code: str) -> None:
    if code and len(code) != 18:
        raise BadInput(
            "{code} is not a credit code: it has {count} characters, not 18.",
            advice="Compare it with the licence; the letters I, O, S, V and Z never occur in it.",
            code=code,
            count=len(code),
        )
    if code and not is_credit_code(code):
        raise BadInput(
            "{code} is not a credit code: its check character is wrong.",
            advice="Compare it with the licence; the letters I, O, S, V and Z never occur in it.",
            code=code,
        )


def _check_registration_number(number: str) -> None:
    if is_organisation_code(number.replace("-", "")):
        return
    if number and not (number.isascii() and number.isdigit() and len(number) in (13, 15)):
        raise BadInput(
            "{number} is not a registration number.",
            advice="It has 15 digits (13 before 2007), an organisation code 9; compare the licence.",
            number=number,
        )
    if len(number) == 15 and not is_registration_number(number):
        raise BadInput(
            "{number} is not a registration number: its check digit is wrong.",
            advice="Compare it with the licence.",
            number=number,
        )


def _check_name(name: str) -> None:
    if not name:
        raise BadInput("The name is missing.", advice="Give the customer's full registered name.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(
            "{name} cannot be a name.",
            advice="A name is one line of at most {most} characters.",
            name=name[:40],
            most=LONGEST_NAME,
        )


def _kind(word: str) -> Kind | None:
    if not word:
        return None
    found = _KINDS.get(fold_name(word))
    if found is None:
        raise BadInput(
            "{word} is not a kind of customer{hint}.",
            advice="Write customer (客户) or supplier (供应商).",
            word=word,
            hint=nearest(word, list(_KINDS)),
        )
    return found


def particulars_of(
    entry: CustomerEntry, known: Particulars | None, places: Places, *, rename: bool = True
) -> Particulars:
    """What will be recorded: the entry (checked), laid over what is known; empty words change nothing.

    A name that was replaced stays as a former name. Without `rename` an entry under an alias or a
    former name leaves the registered name as it is.
    """
    names = tuple(dict.fromkeys((*(known.aliases if known else ()), *entry.aliases)))
    former = (*(known.former_names if known else ()), *entry.former_names)
    if known and fold_name(known.name) != fold_name(entry.name):
        if not rename and fold_name(entry.name) in answers_to(known):
            entry = replace(entry, name=known.name)
        else:
            former = (*former, known.name)
    if known and not (entry.company or entry.department):
        company, department = known.company, known.department
    else:
        place = places.find(entry.company, entry.department)
        company, department = place.company.number, place.department.number
    return Particulars(
        name=entry.name,
        kind=_kind(entry.kind) or (known.kind if known else "customer"),
        company=company,
        department=department,
        code=entry.code or (known.code if known else None) or None,
        registration_number=entry.registration_number or (known.registration_number if known else None),
        aliases=tuple(name for name in names if name != entry.name),
        former_names=tuple(name for name in dict.fromkeys(former) if name != entry.name),
    )

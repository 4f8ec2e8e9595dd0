"""The register of customers and own companies, as classification needs it: in memory, frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisteredCustomer:
    """One customer or supplier. `number` is its number in the catalogue."""

    number: int
    name: str
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    code: str | None = None
    registration_number: str | None = None


@dataclass(frozen=True, slots=True)
class OwnCompany:
    """The holding or a subsidiary: never taken for the customer."""

    name: str
    aliases: tuple[str, ...] = ()
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """All customers and own companies known at one moment."""

    customers: tuple[RegisteredCustomer, ...] = ()
    own: tuple[OwnCompany, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a scan beside its pages: where in the inbox it lay and how it was called."""

    sub_folder: str = ""
    name: str = ""

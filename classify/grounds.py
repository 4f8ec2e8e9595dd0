"""Evidence told to people: what each rule looks for, also those that no file holds, and what it found."""

from __future__ import annotations

from collections.abc import Mapping

from archive import learnt
from archive.decision import Evidence
from archive.message import Message, message
from classify.rulebook import Rulebook
from classify.separators import CUSTOMER_RULE, KIND_RULE
from classify.vocabulary import RULE as VOCABULARY

BUILT_IN: Mapping[str, Message] = {
    VOCABULARY: message("Words that papers of this kind use oftener than others"),
    KIND_RULE: message("The category that the separator sheet names"),
    CUSTOMER_RULE: message("The customer that the separator sheet names"),
    "customer.code": message("The customer's code, with the right check character"),
    "customer.code.barcode": message("The customer's code, read from a barcode"),
    "customer.name": message("The customer's registered name"),
    "customer.name.close": message("The customer's name but for a misread letter"),
    "customer.former": message("A former name of the customer"),
    "customer.alias": message("A short name or alias of the customer"),
    "customer.folder": message("The inbox folder is called after the customer"),
}
"""Rules of the program itself, by id."""


def looked_for(rule: str, book: Rulebook) -> Message:
    """What a rule looks for. The words of a rule file are message ids where they are the shipped ones; a
    house's own rules say it in its own words, which no translation knows and which are shown as they are."""
    if rule in BUILT_IN:
        return BUILT_IN[rule]
    if rule.startswith(f"{learnt.RULE}."):
        return message("A printed form that people settled as this kind of paper")
    return next((Message(one.says) for one in book.rules if one.id == rule), Message(""))


def told(evidence: Evidence) -> Message | None:
    """The sentence that takes the place of the words of evidence which is nothing printed on the paper: of a
    separator sheet, whose code holds a category's id, and of a learnt form. None for all other evidence."""
    if evidence.rule in (KIND_RULE, CUSTOMER_RULE):
        return message("named on the separator sheet of page {page}", page=evidence.page)
    return learnt.told(evidence)

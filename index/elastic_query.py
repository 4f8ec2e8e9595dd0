"""A question in Elasticsearch's query language: the same tokens, asked for as the embedded index does.

Everything is a filter, so nothing is scored and what others hold does not show in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from index.entry import fact_token, fact_tokens
from index.nearness import clues, errors_allowed, may_be_near, phrase_bigrams
from index.plan import AllOf, AnyOf, CustomersNamed, InCategory, InField, Node, OfCustomer, Phrase, Plan
from index.store import Question
from index.tokens import is_han, stands_alone, term_tokens

MOST_TERMS = 65_536
"""So many values may stand in one list (index.max_terms_count)."""

Query = dict[str, Any]
Spelling = Callable[[Phrase], Query]


def exactly(question: Question) -> Query:
    """Documents within the scope where the words are as they were asked for."""
    root = write(question.plan.root, names=question.names, spell=spell_exactly)
    return {"bool": {"filter": [root, *_limits(question)], "must_not": _unwanted(question)}}


def nearly(question: Question) -> Query:
    """Documents within the scope where the longer phrases may be nearly there, and that are no exact hits."""
    root, names = question.plan.root, question.names
    candidates = write(root, names=names, spell=spell_nearly)
    exact = write(root, names=names, spell=spell_exactly)
    return {"bool": {"filter": [candidates, *_limits(question)], "must_not": [exact, *_unwanted(question)]}}


def spell_exactly(phrase: Phrase) -> Query:
    """The tokens of a phrase, one right after the other."""
    if stands_alone(phrase.term):
        return {"term": {"chars": phrase.term}}
    return _in_order("text", term_tokens(phrase.term))


def spell_nearly(phrase: Phrase) -> Query:
    """One of the pieces of which one at least is there wherever the phrase is near, and so many of its
    pairs of Han characters as are left by the errors that are allowed: each spoils two at most."""
    term = phrase.term
    if not may_be_near(term):
        return spell_exactly(phrase)
    candidates = _any([spell_exactly(Phrase(clue)) for clue in clues(term, _even(term))])
    pairs = sorted({pair for pair in phrase_bigrams(term) if is_han(pair[0]) and is_han(pair[1])})
    needed = len(pairs) - 2 * errors_allowed(term)
    if needed < 1:
        return candidates
    left = [{"term": {"text": pair}} for pair in pairs]
    return {"bool": {"filter": [candidates], "should": left, "minimum_should_match": needed}}


def write(node: Node, *, names: CustomersNamed, spell: Spelling) -> Query:
    """The whole of a plan's root. What is left out is always left out exactly."""

    def say(part: Node, spelling: Spelling) -> Query:
        match part:
            case Phrase():
                return spelling(part)
            case InCategory(categories=categories):
                return one_of("kind", sorted(categories))
            case OfCustomer(term=term):
                return one_of("customer", [str(customer) for customer in sorted(names(term))])
            case InField():
                return _spell_field(part)
            case AnyOf():
                return say_all((part,), (), spelling)
            case AllOf(parts=parts, without=without):
                return say_all(parts, without, spelling)

    def say_all(parts: Sequence[Node], without: Sequence[Node], spelling: Spelling) -> Query:
        # A cluster refuses more than thirty queries within each other, so a choice goes into the query
        # that it belongs to: the deepest one of them, one is all that fits.
        choice = max((part for part in parts if isinstance(part, AnyOf)), key=_depth, default=None)
        said: Query = {"filter": [say(part, spelling) for part in parts if part is not choice]}
        if choice is not None:
            said["should"] = [say(part, spelling) for part in _alternatives(choice)]
            said["minimum_should_match"] = 1
        elif not parts:
            said["filter"] = [{"match_all": {}}]
        unwanted = _alternatives(AnyOf(tuple(without)))
        return {"bool": {**said, "must_not": [say(part, spell_exactly) for part in unwanted]}}

    return say(node, spell)


def one_of(field: str, values: Sequence[Any]) -> Query:
    """One of these values, however many; none where there are none."""
    lists = [values[start : start + MOST_TERMS] for start in range(0, len(values), MOST_TERMS)]
    if len(lists) == 1:
        return {"terms": {field: lists[0]}}
    return _any([{"terms": {field: some}} for some in lists]) if lists else {"match_none": {}}


def _limits(question: Question) -> Iterator[Query]:
    plan, scope = question.plan, question.scope
    yield {"term": {"removed": False}}
    if not scope.everything:
        yield one_of("file", [str(file) for file in sorted(scope.files)])
    yield from _dates_and_amounts(plan)


def _dates_and_amounts(plan: Plan) -> Iterator[Query]:
    issued = {"gte": plan.issued_from, "lte": plan.issued_to}
    days = {side: day.isoformat() for side, day in issued.items() if day is not None}
    if days:
        yield {"range": {"issued": days}}
    fen = {"gte": plan.amount_from, "lte": plan.amount_to}
    limits = {side: amount for side, amount in fen.items() if amount is not None}
    if limits:
        yield {"range": {"amounts": limits}}


def _unwanted(question: Question) -> list[Query]:
    without: Collection[int] = question.without
    return [one_of("document", sorted(without))] if without else []


def _spell_field(field: InField) -> Query:
    if stands_alone(field.term):
        return {"term": {"chars": fact_token(field.name, field.term)}}
    return _in_order("facts", fact_tokens(field.name, field.term))


def _in_order(field: str, words: Sequence[str]) -> Query:
    if len(words) == 1:
        return {"term": {field: words[0]}}
    return {"match_phrase": {field: " ".join(words)}}


def _any(queries: list[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _alternatives(choice: AnyOf) -> Iterator[Node]:
    """The parts of a choice, those of choices within it among them."""
    for part in choice.parts:
        if isinstance(part, AnyOf):
            yield from _alternatives(part)
        else:
            yield part


def _depth(node: Node) -> int:
    match node:
        case AnyOf(parts=parts):
            return 1 + max(map(_depth, parts), default=0)
        case AllOf(parts=parts, without=without):
            return 1 + max(map(_depth, (*parts, *without)), default=0)
    return 0


def _even(term: str) -> Mapping[str, int]:
    """Weights that let a phrase be cut into pieces of like length.

    How frequent its bigrams are would cost a request to each shard, and long pieces are rare enough.
    """
    pairs = phrase_bigrams(term)
    pieces = errors_allowed(term) + 1
    picked = {pairs[(2 * piece + 1) * len(pairs) // (2 * pieces)] for piece in range(pieces)}
    return {pair: int(pair not in picked) for pair in pairs}

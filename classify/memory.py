"""Recognising learnt forms (表单记忆): by headline, labels and places, through slips and shifts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.decision import Ambiguous, Assigned, Candidate, Decision, Unknown
from archive.learnt import FormLabel, LearntForm, PrintedForm, Recollection, evidence_of, spoke_for
from archive.message import message
from classify.form_match import Words, found_among, is_alike, words_of
from classify.form_words import bared
from classify.printed_form import headlines, printed_form
from classify.sheet import Sheet

ENOUGH_LABELS = 6
ENOUGH_WEIGHT = 5.0
"""What a form must have to be one: a letter with a date and a name to sign has less."""

ENOUGH_PAPERS = 2
"""So many papers must have been settled on a form before it overrules rules that are sure of another kind."""

DISAGREE = message("The rules and a learnt form say different things.").text

_AGREEMENT = 0.8  # of the weight of the learnt labels
_AGREEMENT_UNTITLED = 0.85  # where no headline tells forms of one pattern apart
_FOREIGN_AT_MOST = 0.5  # of the weight that agrees: more labels that the form has not is another form
_TITLE_WEIGHT, _COMMON_WEIGHT = 2.0, 0.3
_COMMON = frozenset(
    """
    日期 时间 年度 单位 部门 公司 客户 名称 单位名称 客户名称 公司名称 姓名 电话 联系电话 手机 传真 地址
    邮编 联系人 编号 序号 备注 说明 签字 签名 盖章 签章 合计 总计 小计 金额 数量 单价 内容 项目 摘要 页码
    制表 审核 复核 经办人 负责人 经办 意见 结果 附件 甲方 乙方 供方 需方 统一社会信用代码 法定代表人
    """.split()  # noqa: SIM905 - a list of words is read best as text
)


class FormMemory:
    """The learnt forms in force; recognises them on pages."""

    def __init__(self, forms: Sequence[LearntForm]) -> None:
        self._forms = tuple(learnt for learnt in forms if is_form(in_force(learnt)))

    def recall(self, sheet: Sheet) -> tuple[Recollection, ...]:
        """The learnt forms that a page is one of, best agreement first."""
        if not self._forms:
            return ()
        words, printed = words_of(sheet), printed_form(sheet)
        text = "|".join(cell.text for cell in words)
        recalled = [
            found
            for learnt in self._forms
            if _is_worth_a_look(learnt, text)
            and (found := _recollect(learnt, sheet, words, printed)) is not None
        ]
        return tuple(sorted(recalled, key=lambda found: (-found.share, found.learnt.number)))


def is_form(form: PrintedForm) -> bool:
    """Whether enough is printed on a page to know the form again by."""
    return len(form.labels) >= ENOUGH_LABELS and _weight(form.title, _texts(form)) >= ENOUGH_WEIGHT


def in_force(learnt: LearntForm) -> PrintedForm:
    """The form without labels that most of the papers settled on it do not bear."""
    kept = tuple(label for label in learnt.form.labels if 2 * label.seen > learnt.papers)
    return PrintedForm(learnt.form.title, kept)


def refined(
    learnt: LearntForm, sheet: Sheet, further: Iterable[FormLabel] = (), *, title: str = ""
) -> LearntForm:
    """The learnt form after one more paper on it: labels found again are counted, `further` ones join, and
    `title` is its headline if it had none."""
    found = found_among(learnt.form.labels, words_of(sheet))
    counted = tuple(
        replace(label, seen=label.seen + there)
        for label, there in zip(learnt.form.labels, found, strict=True)
    )
    known = set(_texts(learnt.form))
    joined = tuple(label for label in further if label.text not in known)
    form = PrintedForm(learnt.form.title or title, counted + joined)
    return replace(learnt, form=form, papers=learnt.papers + 1)


def with_memory(
    by_rules: Decision, weighed: Sequence[Candidate], recalled: Sequence[Recollection], *, weight: float
) -> Decision:
    """The decision that rules and learnt forms make together; `weight` is what all labels of a form add.

    Forms of different kinds are no guess, nor is a form against rules that are sure: unless these were
    overruled on just this form before. A form on which they were sure already cannot gainsay them.
    """
    sure = by_rules.best if isinstance(by_rules, Assigned) else None
    heard = [found for found in recalled if sure is None or not _only_agreed(found.learnt, sure.value)]
    best = {found.learnt.kind: found for found in reversed(heard)}
    supported = [_supported(kind, weighed, found, weight) for kind, found in best.items()]
    supported.sort(key=lambda candidate: -candidate.score)
    if not supported:
        return by_rules
    if len(supported) > 1:
        said = message("Learnt forms of several categories fit the paper.").text
        return Ambiguous(tuple(supported), said)
    (chosen,) = supported
    if sure is not None and sure.value != chosen.value and not _overrules(best[chosen.value].learnt, sure):
        return Ambiguous((chosen, sure), DISAGREE)
    return Assigned(chosen, next((one for one in serious(by_rules) if one.value != chosen.value), None))


def sure_of(decision: Decision) -> str | None:
    """The kind that the rules alone were sure of in a decision that `with_memory` made."""
    match decision:
        case Assigned(best=best) if not spoke_for(decision):
            return best.value
        case Ambiguous(candidates=(_, sure), reason=reason) if reason == DISAGREE:
            return sure.value
        case _:
            return None


def serious(decision: Decision) -> tuple[Candidate, ...]:
    """What a decision weighed, best first."""
    match decision:
        case Assigned(best=best, runner_up=second):
            return (best,) if second is None else (best, second)
        case Ambiguous(candidates=candidates) | Unknown(candidates=candidates):
            return candidates


def _only_agreed(learnt: LearntForm, sure: str) -> bool:
    return learnt.rules_said == learnt.kind != sure


def _overrules(learnt: LearntForm, sure: Candidate) -> bool:
    return learnt.rules_said == sure.value and learnt.papers >= ENOUGH_PAPERS


def _supported(kind: str, weighed: Sequence[Candidate], found: Recollection, weight: float) -> Candidate:
    """What the rules say of a kind, with the learnt form's word beside it."""
    said = next((one for one in weighed if one.value == kind), Candidate(kind, 0.0))
    evidence = evidence_of(found, weight=round(weight * found.share, 2))
    return Candidate(kind, round(said.score + evidence.weight, 2), (evidence, *said.evidence))


def _is_worth_a_look(learnt: LearntForm, text: str) -> bool:
    """Whether half of the labels are anywhere on the page: a quick no for nearly all forms."""
    labels = in_force(learnt).labels
    return 2 * sum(label.text in text for label in labels) >= len(labels)


def _recollect(
    learnt: LearntForm, sheet: Sheet, words: Sequence[Words], printed: PrintedForm
) -> Recollection | None:
    form = in_force(learnt)
    if not _same_title(form.title, printed.title, sheet):
        return None
    there = found_among(form.labels, words)
    agreed = [label.text for label, found in zip(form.labels, there, strict=True) if found]
    weight = _weight(form.title, agreed)
    share = weight / _weight(form.title, _texts(form))
    foreign = [text for text in _texts(printed) if not any(is_alike(ours, text) for ours in _texts(form))]
    if share < (_AGREEMENT if form.title else _AGREEMENT_UNTITLED):
        return None
    if _weight("", foreign) > _FOREIGN_AT_MOST * weight:
        return None
    return Recollection(learnt, len(agreed), len(form.labels), round(share, 3), sheet.page)


def _same_title(title: str, printed: str, sheet: Sheet) -> bool:
    """Whether the paper bears the form's headline; a form without one must not meet a paper with one."""
    if not title:
        return not printed
    return any(is_alike(title, bared(line)[-len(title) :]) for line in headlines(sheet))


def _texts(form: PrintedForm) -> list[str]:
    return [label.text for label in form.labels]


def _weight(title: str, labels: Iterable[str]) -> float:
    worth = sum(_COMMON_WEIGHT if text in _COMMON else 1.0 for text in labels)
    return worth + (_TITLE_WEIGHT if title else 0.0)

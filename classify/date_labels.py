"""What the words beside a date say of it: whether it dates the paper itself, or something else."""

from __future__ import annotations

import re

# What stands before the paper's own date, surest first: when it was made out, by whom, what it records.
_MADE_OUT = re.compile(
    r"(?:发证|核发|颁发|颁证|发照|签发|填发|报告|出具|申请|填表|填报|报送|制表|编制|填写"
    r"|制单|签订|签署|签约|订立|建档|更新"
    r"|编写|提交|下达|出函|函件|单据|发函|整理|发布|开票|交易|记账|付款|转账|审批|批准|评审"
    r"|确认|评价|反馈|发送)(?:日期|时间|日)$"
    r"|(?:Date of Issue|Issue Date|Issued(?: on)?|Report Date)$|(?:开具|出票)(?:日期|日)$"
    r"|(?:^|次)更新(?:日期|时间|于)?$|(?:发出|印发|签发|出具|填发|发件)(?:日期|时间|于)?$"
)
_SAYS_SO_AFTER = re.compile(r"(?:更新|修订|印发|制表|编制|填写|填报|签发)[)\]。]?$")
_BY_SOMEBODY = re.compile(
    r"(?:填写|填表|填报|制表|制单|记录|整理|编制|编写|起草|拟稿|LastModified|最后(?:修改"
    r"|更新)|更新于)人?[:/]?\|?[\u3400-\u9fff]{0,4}$"
    r"|[\u3400-\u9fff]{2,4}(?:整理|记录|填写|填表|编写|手记)$",
    re.IGNORECASE,
)
_RECORDED = re.compile(
    r"(?:调查|走访|拜访|通话|来电|去电|催收|催款|投诉|受理|接诉|验收|会议|洽谈|谈判"
    r"|审查|回访|检查|分析|记录|收到|考察|核实|建卡|拨打|[年复初]审|年检|复核|复评)"
    r"(?:日期|时间|日)$|(?:建卡|拨打|呼出)$|CreatedBy[\u3400-\u9fff]{0,4}$",
    re.IGNORECASE,
)
# What happened on such a day may be long past, or still to come: a date at the paper's end is surer.
_HAPPENED = re.compile(
    r"登记(?:日期|时间|日)$|^时\s?间$|(?:调查|核查|统计|数据|资料|信息)截[至止](?:日期?)?$"
)
_CLOCKED = re.compile(r"(?:开始|结束)(?:日期|时间)?(?:/.{1,4})?$")
_CLOCK = re.compile(r"\s?\d\d:\d\d")
_FLOW_ENDED = re.compile(
    r"(?:流程|审批|审核|会签)(?:结束|完成|办结|终止)(?:日期|时间|于)?$|办结(?:日期|时间|于)?$"
)
_PRINT_LABEL = re.compile(r"打印(?:日期|时间|日|人[:|]?[\u3400-\u9fff]{0,4})$")
_PLAIN_DATE = re.compile(r"^(?:日\s?期|时\s?间|Date|DATE|日期/Date)$", re.IGNORECASE)
_WEEKDAY = re.compile(r"[:\s]*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*|星期.|周.)[,\s]*$", re.IGNORECASE)
_IN_FORCE = re.compile(r"(?:生效|启用|执行)(?:日期|日)$")
_VALID_FROM = re.compile(r"有效期[限间]?[:|]?[自从]?$")
_OWN_NUMBER = re.compile(r"(?:录音|通话|登记|记录|工单|流水|受理)(?:编\s?)?号[:|]?[A-Z]{0,6}-?$")
_BALANCE_DAY = re.compile(r"所属期[间末止]?$|截[至止](?:日期?)?$")
_NOT_ISSUED = re.compile(
    r"有效|期限|截[至止]|到期|成立|出生|起止|开工|竣工|交货|生效|届满|下次|计划|承诺|预计"
    r"|下一[轮次期步]|暂定|拟签|要求|回收|入职|前$|所属期|建立日期"
    r"|注册日期|合作|逾期|发货|应付|付清|首次|初次|首单|止期|失效|开始|结束"
    r"|(?:最后|最近|上次|上期|末次|近一次).{0,2}(?:交易|付款|发货|采购|下单|回款|还款|拜访"
    r"|走访|评估|评审|调查)"
)
_TERM_BEFORE = ("至", "到", "-", "~", "号", "自", "请于", "须于", "应于")
_TERM_AFTER = re.compile(r"[.日号]{0,2}(?:\(含\))?(?:至|-|~|前|止|到|起(?!草)|[之以][前后]|号)")
# What is done with a paper after it was made out: such a date is only taken where there is no other.
_LATER_ACT = re.compile(
    r"(?:录入|盖章|归档|存档|收文|收讫|扫描|入库|[用盖复影订]印|登账|登帐|备案|抄送|签收"
    r"|复印|收到)(?:日期|时间|人|日)?[:/]?[\u3400-\u9fff]{0,4}$"
)
_NUMBERED = re.compile(r"^[\d一二三四五六七八九十]{1,3}[、.)]")

LABELLED = 6.9
"""From here on a label names the date as the paper's own."""

_RECORD_RANK, _HAPPENED_RANK = 7.3, 5.5  # less than a date alone at the paper's end, more than in passing
_IN_FORCE_RANK = 1.5
_LAST_RESORT = 0.4
_BALANCED = frozenset({"balance_sheet", "financial_position"})
_CERTIFICATES = frozenset({"business_licence", "counterparty_licence", "permit", "qualification"})


def label_of(before: str) -> str:
    """What of the text before a date names it: the last clause, without the day of the week."""
    before = _WEEKDAY.sub("", before)
    return "" if _NUMBERED.match(before) else re.split(r"[,。;、(]", before)[-1][-24:]


def is_bound(before: str, after: str) -> bool:
    """Whether the words on both sides make the date the beginning or end of a term (自…起, 于…前)."""
    begins = before.endswith(_TERM_BEFORE) and not _HAPPENED.search(before)
    return begins or _TERM_AFTER.match(after) is not None


def label_rank(own: str, after: str, *, at_foot: bool, of_event: bool) -> float:
    """How surely the label `own` makes a date the paper's own: 8 at best, 0 where it says nothing of it,
    negative where it names another date.

    `of_event` where the paper is the record of what happened on that day.
    """
    if _FLOW_ENDED.search(own):
        return 7.9
    if of_event and _CLOCKED.search(own) and _CLOCK.match(after):
        return _RECORD_RANK
    if _IN_FORCE.search(own):
        return _IN_FORCE_RANK
    if _HAPPENED.search(own) and not (at_foot and _PLAIN_DATE.search(own)):
        return _RECORD_RANK if of_event else _HAPPENED_RANK
    return -1.0 if _NOT_ISSUED.search(own) else _own_rank(own, at_foot=at_foot)


def _own_rank(own: str, *, at_foot: bool) -> float:
    if _MADE_OUT.search(own):
        return 8.0
    if _BY_SOMEBODY.search(own.replace(" ", "")):
        return 7.8
    if _PLAIN_DATE.search(own):
        return 7.7 if at_foot else 7.0
    if _PRINT_LABEL.search(own):
        return 7.5
    if is_record(own):
        return _RECORD_RANK
    return _HAPPENED_RANK if at_foot and own.endswith("日期") else 0.0


def is_record(own: str) -> bool:
    """Whether the label names the day of what the paper records (调查日期, 复核日)."""
    return _RECORDED.search(own.replace(" ", "")) is not None


def says_so_after(after: str) -> bool:
    """Whether the words behind a date name it: 2024年5月6日印发."""
    return _SAYS_SO_AFTER.match(after.strip(" :")) is not None


def is_later_act(before: str) -> bool:
    """Whether it is the day of what was done with the paper after it was made out (归档日期)."""
    return _LATER_ACT.search(before) is not None


def last_resort(own: str, kind: str | None, *, of_event: bool) -> float:
    """How far a date counts that dates the paper only for want of any other.

    The balance day of a balance sheet; the first day of a certificate's term; the day that the number of
    a record holds (录音编号20260311-1047).
    """
    balanced = kind in _BALANCED and _BALANCE_DAY.search(own) is not None
    begins = kind in _CERTIFICATES and _VALID_FROM.search(own) is not None
    numbered = of_event and _OWN_NUMBER.search(own) is not None
    return _LAST_RESORT if balanced or begins or numbered else 0.0

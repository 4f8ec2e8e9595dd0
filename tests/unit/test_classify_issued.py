"""What dates a paper, kind by kind. All companies and persons are made up."""

from __future__ import annotations

from datetime import date

import pytest

from classify.issued import date_of_issue
from tests.form import sheet, table

_BODY = ("说明", "说明", "说明", "说明", "说明")
_COMPANY = "嘉禾木业有限公司"


def issued(kind: str, *rows: str) -> date | None:
    dated = date_of_issue([sheet(*rows)], kind)
    return dated.word.value if dated is not None else None


def test_the_time_of_an_event_gives_way_to_the_date_at_the_end() -> None:
    notice = ("关于召开座谈会的通知", "时间|2024年9月12日(周四)9:00", "地点|会议室", *_BODY)
    assert issued("correspondence", *notice, "人力资源部") == date(2024, 9, 12)
    assert issued("correspondence", *notice, "人力资源部", "2024年9月2日") == date(2024, 9, 2)


def test_minutes_are_as_old_as_their_meeting() -> None:
    minutes = ("洽谈纪要", "时间:2023年6月28日13:30", "地点:会议室", *_BODY, "下一轮:2023年7月6日")
    assert issued("negotiation", *minutes) == date(2023, 6, 28)


def test_the_time_in_the_head_of_a_mail_is_when_it_was_sent() -> None:
    mail = ("发件人|祝晏", "收件人|瞿岚", "时间|2024年11月28日11:52", "主题|Re:目录", *_BODY)
    assert issued("correspondence", *mail, ">2024-11-22瞿岚写道:") == date(2024, 11, 28)
    latin = ("From:credit@a.example", "To:b@c.example", "Date:Thu,5Jun202510:08+0800", "Subject:[回复]申请")
    assert issued("standard_reply", *latin, "已于2025年6月3日收到贵公司的申请", *_BODY) == date(2025, 6, 5)


def test_a_registration_named_on_a_certificate_gives_way_to_the_seal() -> None:
    certificate = ("信息证明", "登记日期|2016-09-21", *_BODY, "某某税务局", "业务专用章2024年3月11日")
    assert issued("tax_registration", *certificate) == date(2024, 3, 11)
    assert issued("notarisation", "登记证明", "登记时间|2024-08-19 14:06:55", *_BODY) == date(2024, 8, 19)


def test_dates_in_a_column_are_entries_of_a_table() -> None:
    plan = table(
        "还款计划",
        *["说明"] * 4,
        "期次|付款日|金额",
        "1|2025-05-30|200,000.00",
        "2|2025-06-30|250,000.00",
        "3|2025-07-31|292,000.00",
        f"{_COMPANY}★2025年5月16日",
    )
    dated = date_of_issue([plan], "payment_commitment")
    assert dated is not None
    assert dated.word.value == date(2025, 5, 16)


@pytest.mark.parametrize("end", ["2024年5月10日以后的订单", "2024年5月10日前缴清", "2024年5月10日之前"])
def test_a_day_before_or_after_which_something_is_done_dates_nothing(end: str) -> None:
    assert issued("amendment", "补充协议", f"单价自下列日期调整,{end}", *_BODY) is None


def test_a_term_that_runs_on_into_the_next_line_dates_nothing() -> None:
    after = ("补充协议", "一、后桥总成的单价由九千元调整为八千元,从2024年5月10", "日以后的订单执行;", *_BODY)
    assert issued("amendment", *after) is None
    until = (
        "年审报告",
        "年审日期:2025年2月12日",
        *_BODY,
        "建议续授额度140万元、追加45万元至",
        "2026年2月28日",
    )
    assert issued("annual_review", *until) == date(2025, 2, 12)


def test_when_a_limit_comes_into_force_is_not_when_it_was_granted() -> None:
    limit = ("额度核定表", *_BODY, "生效日期|2024年3月1日", "核定:信用部|录入日期:2024-02-26|录入:祝晏")
    assert issued("credit_limit", *limit) == date(2024, 2, 26)
    assert issued("credit_limit", *limit[:-1]) == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("kind", "label", "expected"),
    [
        ("balance_sheet", "所属期末:2025-03-31", date(2025, 3, 31)),
        ("income_statement", "所属期末:2025-03-31", None),
        ("qualification", "有效期自2025年3月31日至2027年3月30日", date(2025, 3, 31)),
        ("power_of_attorney", "有效期自2025年3月31日至2027年3月30日", None),
        ("call_record", "录音编号20250331-1047", date(2025, 3, 31)),
        ("complaint", "录音编号20250331-1047", None),
        ("related_party_survey", "调查截至:2025-03-31", date(2025, 3, 31)),
        ("annual_review", "复核日2025-03-31", date(2025, 3, 31)),
    ],
)
def test_what_dates_a_paper_for_want_of_a_date_of_its_own(
    kind: str, label: str, expected: date | None
) -> None:
    assert issued(kind, "表", label, *_BODY) == expected


def test_a_flow_is_as_old_as_its_end() -> None:
    flow = ("审批单", "申请日期|2023-11-30", *_BODY, "总经理|祝晏|同意|12-05 08:30")
    assert issued("credit_approval", *flow, "流程结束2023-12-05 08:30") == date(2023, 12, 5)


@pytest.mark.parametrize("sign", ["同意。樊5.6", "同意30万瞿岚5.6", "准瞿岚5.6", "樊|2023.5.6"])
def test_however_an_approval_is_signed(sign: str) -> None:
    rows = ("审批表", "编号:XY-2023-027", "业务员|建议60万。祝晏4.20", *_BODY, f"意见|同意|{sign}")
    assert issued("credit_approval", *rows) == date(2023, 5, 6)


def test_a_day_within_a_sentence_is_no_entry_of_a_log() -> None:
    note = ("2023年7月27日上午10:40给客户打电话", "他说8月10号前先付一半", "我说不行,他说那就8月5号付三万")
    assert issued("dunning_call", *note, *_BODY) == date(2023, 7, 27)


def test_a_call_centre_prints_when_the_call_began() -> None:
    export = ("通话详情", "坐席|1027祝晏|开始/时长|2025-01-14 15:06:31", *_BODY, "承诺1月20日付款")
    assert issued("call_record", *export) == date(2025, 1, 14)


def test_one_of_several_dates_as_likely_is_contested() -> None:
    text = (
        "情况说明",
        "说明",
        "说明",
        "我公司曾于2024年3月5日发函,又于2024年4月8日派人上门,均无结果。",
        *_BODY,
    )
    dated = date_of_issue([sheet(*text)], "credit_description")
    assert dated is not None
    assert (dated.word.value, dated.contested) == (date(2024, 4, 8), True)

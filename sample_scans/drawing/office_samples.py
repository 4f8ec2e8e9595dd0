"""Samples that came as office files: a call log in Excel, a record in Word, a mail, a bank slip as OFD."""

from __future__ import annotations

from sample_scans.drawing import office_files
from sample_scans.drawing.companies import HEFEI, HOUSE, NINGBO, SUZHOU
from sample_scans.drawing.office_files import made
from sample_scans.drawing.sample import Part, Sample


def office_samples() -> tuple[Sample, ...]:
    """One of each carrier."""
    return (
        Sample(
            "office-41.xlsx",
            (),
            made(_call_log),
            (Part("call_record", SUZHOU.name, issue_date="2026-04-16", title="客户电话通话记录表"),),
            ("通话记录", SUZHOU.name, "夏季冷库扩容"),
            "Excel workbook: a log of calls, a line for each",
        ),
        Sample(
            "office-42.docx",
            (),
            made(_visit),
            (Part("visit_record", NINGBO.name, issue_date="2026-03-24", title="客户拜访记录表"),),
            ("拜访记录", NINGBO.name, "灌装线"),
            "Word document: a form filled in on the computer",
        ),
        Sample(
            "office-43.eml",
            (),
            made(_promise),
            (Part("payment_commitment", HEFEI.name, issue_date="2026-05-11", title="付款承诺"),),
            ("付款承诺", HEFEI.name, "96,400.00"),
            "mail: a promise to pay in two parts",
        ),
        Sample(
            "office-44.ofd",
            (),
            made(_bank_slip),
            (Part("payment_voucher", SUZHOU.name, issue_date="2026-04-28", title="客户专用电子回单"),),
            ("电子回单", SUZHOU.name, "58,200.00"),
            "OFD: a bank's slip of a payment received",
        ),
    )


def _call_log() -> bytes:
    head = ("日期", "时间", "客户名称", "对方联系人", "电话", "通话内容", "记录人")
    said = (
        ("2026-04-02", "09:20", "询问夏季冷库扩容的设备清单"),
        ("2026-04-09", "15:05", "告知压缩机组交货时间，对方同意"),
        ("2026-04-16", "10:40", "约定下周安排技术人员到场勘查"),
    )
    rows = [
        (day, clock, SUZHOU.name, SUZHOU.contact, SUZHOU.phone, words, "桑韵") for day, clock, words in said
    ]
    return office_files.workbook("客户电话通话记录表", [head, *rows], (12, 8, 28, 12, 16, 34, 10))


def _visit() -> bytes:
    grid = (
        ("客户名称", NINGBO.name, "拜访日期", "2026年3月24日"),
        ("拜访人", "桑韵", "拜访方式", "上门拜访"),
        ("接待人员", NINGBO.contact, "联系电话", NINGBO.phone),
        ("拜访目的", "了解新灌装线的进度", "", ""),
        ("沟通内容", "参观车间；对方介绍新灌装线五月投产，希望提前备货。", "", ""),
        ("下一步计划", "四月十日前报送备货方案。", "", ""),
    )
    return office_files.document("客户拜访记录表", (), grid, (80, 150, 80, 140))


def _promise() -> bytes:
    body = (
        f"{HOUSE.name}：\n\n"
        "我公司截至2026年4月30日尚欠贵公司货款人民币96,400.00元，现承诺付款如下：\n"
        "一、2026年5月31日前支付50,000.00元；\n"
        "二、2026年6月30日前付清余款46,400.00元。\n"
        "如逾期，愿按合同承担违约责任。\n\n"
        f"承诺人：{HEFEI.name}\n{HEFEI.contact}\n2026年5月11日\n"
    )
    date = "Mon, 11 May 2026 16:20:00 +0800"
    return office_files.letter("付款承诺", "caiwu@hefei.example", "credit@own.example", date, body)


def _bank_slip() -> bytes:
    return office_files.ofd(
        (
            (72, 15, 6, "客户专用电子回单"),
            (14, 30, 3.5, "交易日期：2026年04月28日"),
            (112, 30, 3.5, "回单编号：20260428000731"),
            (14, 42, 3.5, f"付款人户名：{SUZHOU.name}"),
            (112, 42, 3.5, f"收款人户名：{HOUSE.name}"),
            (14, 50, 3.5, "付款人账号：3205016400001928"),
            (112, 50, 3.5, "收款人账号：3301018800004417"),
            (14, 64, 3.5, "金额（大写）：人民币伍万捌仟贰佰元整"),
            (112, 64, 3.5, "金额（小写）：58,200.00"),
            (14, 76, 3.5, "用途：货款"),
            (14, 96, 3.5, "电子回单专用章"),
        )
    )

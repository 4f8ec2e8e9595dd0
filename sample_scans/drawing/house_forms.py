"""Printed forms of a made-up house, filled in with other values each time, to measure what learning brings.

The house calls its forms by names of its own, which say little of what they are.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

from sample_scans.drawing.fonts import font
from sample_scans.drawing.scanner import Glass, fax, photograph, scan

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch
OWN = "嘉陵恒远化工集团有限公司"
CUSTOMERS = (
    "兰溪市九鼎制衣有限公司",
    "柳州谷丰糖业有限公司",
    "牡丹江北汇木业有限公司",
    "酉阳清禾茶业有限公司",
    "乐山三江纸业股份有限公司",
    "百色右江铝材有限公司",
    "绥化田园乳业有限公司",
    "宜宾长宁竹业有限公司",
)
_PEOPLE = ("孟庆丰", "白雪", "田野", "韦小波", "覃丽", "冉光明", "龚平", "洪艳")
_REMARKS = (
    "尚可",
    "详见附页",
    "本月内办理",
    "按上次商定",
    "正常",
    "待定",
    "需再了解",
    "二楼东侧",
    "较前期好转",
)
_MARGIN, _TOP, _LABEL = 90, 230, 210


@dataclass(frozen=True, slots=True)
class HouseForm:
    """A form: its headline, what it is, its labels, and in how many columns they stand."""

    title: str
    kind: str
    labels: tuple[str, ...]
    columns: int = 1


def _form(title: str, kind: str, labels: str, columns: int = 1) -> HouseForm:
    return HouseForm(title, kind, tuple(labels.split()), columns)


FORMS = (
    _form(
        "客情动态卡",
        "visit_record",
        "客户名称 到访日期 地点 对方人员 我方人员 主要事项 了解情况 对方期望 后续安排 填卡人",
    ),
    _form(
        "信控流转单",
        "credit_approval",
        "流转编号 客户名称 申请部门 申请额度 现有额度 申请账期 业务部门意见 "
        "财务部门意见 信控意见 生效日期 备注",
        2,
    ),
    _form("电联卡", "call_record", "客户名称 电话 接听人 通话时间 事由 对方答复 跟进事项 记录人 备注"),
    _form(
        "货款跟踪卡",
        "dunning_call",
        "客户名称 联系人 电话 逾期金额 逾期天数 沟通日期 对方说法 承诺日期 承诺金额 跟踪人 主管批示",
        2,
    ),
    _form(
        "质量信息卡",
        "complaint",
        "客户名称 提出日期 产品名称 规格型号 批号 数量 问题描述 客户要求 接收人 处理期限 转交部门",
        2,
    ),
    _form(
        "改善卡",
        "corrective_action",
        "卡号 客户名称 问题来源 责任部门 原因分析 纠正措施 预防措施 完成日期 验证结果 验证人",
    ),
    _form(
        "实地核实单",
        "site_survey",
        "客户名称 核实日期 经营场所 场所性质 设备状况 库存情况 员工人数 用电情况 核实人员 综合判断 照片附页",
        2,
    ),
    _form(
        "客户底卡",
        "credit_sheet",
        "客户全称 客户编号 信用等级 信用额度 账期 累计销售额 当前欠款 逾期金额 业务员 更新日期 备注",
        2,
    ),
    _form(
        "意见征询卡",
        "satisfaction_form",
        "客户名称 征询日期 产品质量 交货及时性 价格 服务态度 问题处理 总体评价 其他建议 填写人 客户签章",
    ),
    _form(
        "往来银行摸底单",
        "banking",
        "客户名称 开户银行 账号 开户日期 账户性质 授信银行 授信额度 贷款余额 "
        "抵押情况 担保情况 摸底人 摸底日期",
        2,
    ),
)


def deliver(form: HouseForm, customer: str, day: str, rng: random.Random) -> Image.Image:
    """One paper on a form as it comes in: from the glass, by fax or from a phone."""
    sheet = _filled(form, customer, day, rng)
    match rng.choice(("glass", "glass", "grey", "fax", "phone")):
        case "glass":
            return scan(sheet, Glass(skew=rng.uniform(-1, 1)), rng)
        case "grey":
            return scan(sheet, Glass(skew=rng.uniform(-1, 1), noise=7, fade=0.35, shadow=0.3), rng)
        case "fax":
            return fax(sheet, rng)
        case _:
            return photograph(sheet, rng, side=HEIGHT)


def _filled(form: HouseForm, customer: str, day: str, rng: random.Random) -> Image.Image:
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    pen.text((WIDTH / 2, 80), OWN, font=font("song", 24), fill=(20, 20, 20), anchor="mm")
    pen.text((WIDTH / 2, 140), form.title, font=font("song-bold", 44), fill="black", anchor="mm")
    wide, high = (WIDTH - 2 * _MARGIN) // form.columns, 84
    for place, label in enumerate(form.labels):
        row, column = divmod(place, form.columns)
        left, top = _MARGIN + column * wide, _TOP + row * high
        pen.rectangle((left, top, left + _LABEL, top + high), outline="black", width=2)
        pen.rectangle((left + _LABEL, top, left + wide, top + high), outline="black", width=2)
        pen.text((left + 14, top + high / 2), label, font=font("song", 26), fill="black", anchor="lm")
        words = customer if label.startswith("客户") and label.endswith("称") else _value(label, day, rng)
        size = min(28, (wide - _LABEL - 20) // max(1, len(words)))
        pen.text(
            (left + _LABEL + 10, top + high / 2),
            words,
            font=font("kai", size),
            fill=(30, 30, 70),
            anchor="lm",
        )
    return sheet


def _value(label: str, day: str, rng: random.Random) -> str:
    if label.endswith(("日期", "时间", "期限")):
        return day
    if label.endswith(("金额", "额度", "欠款", "余额", "销售额")):
        return f"{rng.randint(3, 900)},{rng.randint(100, 999)}.00"
    if label == "电话":
        return "1" + "".join(rng.choices("3456789", k=10))
    if label.endswith("账期"):
        return f"{rng.choice((30, 45, 60, 90))}天"
    if label.endswith("号"):
        return f"{rng.choice('KXJ')}{rng.randint(1000, 9999)}"
    if label.endswith(("人", "员")):
        return rng.choice(_PEOPLE)
    if label.endswith("数"):
        return str(rng.randint(5, 300))
    return rng.choice(_REMARKS) if rng.random() < 0.85 else ""

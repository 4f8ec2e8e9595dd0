"""The made-up house, its customers and their codes. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass

# GB 32100-2015: the 31 characters in use and their weights, 3^i mod 31
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
# GB 11714-1997, organisation codes: weights of the first eight characters
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_code(body: str) -> str:
    """The nine characters of an organisation code, from its first eight."""
    total = sum(
        int(character, 36) * weight for character, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    check = 11 - total % 11
    return body + {10: "X", 11: "0"}.get(check, str(check))


def credit_code(region: str, body: str) -> str:
    """The 18-digit 统一社会信用代码 of a company (91) of an administrative region."""
    first = "91" + region + organisation_code(body)
    total = sum(
        CODE_CHARACTERS.index(character) * weight
        for character, weight in zip(first, CODE_WEIGHTS, strict=True)
    )
    return first + CODE_CHARACTERS[-total % 31]


def registration_number(first: str) -> str:
    """The 15-digit 注册号 from its first 14 digits (GS 15-2006: ISO 7064, MOD 11,10)."""
    carry = 10
    for digit in first:
        carry = (carry + int(digit)) % 10 or 10
        carry = carry * 2 % 11
    return first + str((11 - carry) % 10)


@dataclass(frozen=True, slots=True)
class Company:
    """A made-up company as its papers show it."""

    name: str
    short: str
    code: str
    person: str
    contact: str
    phone: str
    town: str
    address: str
    trade: str
    capital: str
    founded: str
    office: str
    kind: str = "customer"
    number: str = ""
    former_name: str = ""
    department: str = "SC1"


HOUSE = Company(
    name="杭州嵘渡机电设备股份有限公司",
    short="嵘渡机电",
    code=credit_code("330106", "79365281"),
    person="裘伯轩",
    contact="桑韵",
    phone="0571-5550 3100",
    town="杭州市",
    address="杭州市西湖区云栖坞路88号嵘渡大厦",
    trade="制冷压缩机组、食品机械配套电机及控制柜的研发、生产、销售",
    capital="捌仟陆佰万元整",
    founded="2006年05月18日",
    office="杭州市市场监督管理局",
    kind="own",
)

NINGBO = Company(
    name="宁波砚禾食品机械有限公司",
    short="宁波砚禾",
    code=credit_code("330212", "MA2AFK73"),
    person="童斯年",
    contact="应雪霏",
    phone="0574-5552 6618",
    town="宁波市",
    address="宁波市鄞州区渡驾桥路217号3幢",
    trade="食品机械、包装机械、制冷设备的设计、制造、安装及售后服务；机械零配件批发、零售；货物进出口。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
    capital="壹仟贰佰万元整",
    founded="2017年09月06日",
    office="宁波市鄞州区市场监督管理局",
)

JIAXING = Company(
    name="嘉兴砚禾食品机械有限公司",
    short="嘉兴砚禾",
    code=credit_code("330402", "MA28BTQ6"),
    person="陆可桢",
    contact="费令仪",
    phone="0573-5558 0927",
    town="嘉兴市",
    address="嘉兴市南湖区蒲桥镇振工路61号",
    trade="食品加工机械、不锈钢制品的制造、加工、销售；机电设备安装。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
    capital="伍佰万元整",
    founded="2016年03月22日",
    office="嘉兴市南湖区市场监督管理局",
)

SUZHOU = Company(
    name="苏州梧屿冷链物流有限公司",
    short="梧屿冷链",
    code=credit_code("320505", "MA1NW40H"),
    person="管若溪",
    contact="沙锦程",
    phone="0512-5557 4402",
    town="苏州市",
    address="苏州市虎丘区枫塘街道横泾路9号冷链园A2",
    trade="道路普通货物运输、货物专用运输（冷藏保鲜）；仓储服务；冷库租赁；供应链管理服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
    capital="贰仟万元整",
    founded="2017年05月11日",
    office="苏州市虎丘区行政审批局",
    department="SC2",
)

HEFEI = Company(
    name="合肥泓栎制冷工程有限公司",
    short="泓栎制冷",
    code=credit_code("340104", "58453017"),
    person="穆修竹",
    contact="计晚晴",
    phone="0551-5553 2087",
    town="合肥市",
    address="合肥市蜀山区井岗镇玉兰大道412号",
    trade="制冷设备、中央空调、冷库设备的销售、安装、维修；机电安装工程施工。",
    capital="叁佰零捌万元整",
    founded="2011年10月27日",
    office="合肥市工商行政管理局",
    number=registration_number("34010400017362"),
    former_name="合肥泓栎空调安装有限公司",
    department="SC2",
)

WENZHOU = Company(
    name="温州铎远轴承制造有限公司",
    short="铎远轴承",
    code=credit_code("330303", "56817429"),
    person="池鹤鸣",
    contact="麻思齐",
    phone="0577-5556 1195",
    town="温州市",
    address="温州市龙湾区永昌街道滨洲三道58号",
    trade="轴承、轴承座、齿轮及传动件的制造、加工、销售；货物进出口、技术进出口。",
    capital="人民币陆佰陆拾万元",
    founded="2010年12月15日",
    office="温州市工商行政管理局龙湾分局",
    kind="supplier",
    number=registration_number("33030300004185"),
)

# not in the register: its licence must wait in review
SHAOXING = Company(
    name="绍兴市芷陌包装材料有限公司",
    short="芷陌包装",
    code=credit_code("330602", "MA2JQ58D"),
    person="谈知夏",
    contact="谈知夏",
    phone="0575-5551 7730",
    town="绍兴市",
    address="绍兴市越城区皋埠街道银兴路33号2楼",
    trade="塑料薄膜、纸制品、包装材料的生产与销售；包装装潢印刷品印刷。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
    capital="贰佰万元整",
    founded="2020年08月19日",
    office="绍兴市越城区市场监督管理局",
)

CUSTOMERS = (NINGBO, JIAXING, SUZHOU, HEFEI, WENZHOU)

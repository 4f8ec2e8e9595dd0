"""Names of companies: finding them in text, taking them apart, and how close two of them are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import LCSseq, Levenshtein

from classify.regions import is_inside_region, split_region
from classify.wording import plain

_HAN = r"\u3400-\u9fff"
_FORM = (
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|总公司|股份公司|合伙企业|合作社|联合社|事务所|经营部|营业部|门市部|"
    r"批发部|服务部|商行|商店|商社|超市|研究院|研究所|设计院|学校|医院|酒店|饭店|工作室|加工厂|工厂|分厂|总厂|厂|集团|中心|店)"
)
_FORMS_AT_END = re.compile(rf"{_FORM}(?:\((?:普通合伙|有限合伙|个体工商户|特殊普通合伙|个人独资)\))?$")
_BRANCH = re.compile(
    r"^(?:\([^)]{2,6}\))?[\u3400-\u9fffA-Za-z0-9]{0,10}?(?:分公司|分厂|分店|办事处|营业部|事业部)"
    r"|^\n(?P<below>[\u3400-\u9fff0-9]{0,8}(?:分公司|分厂|分店))(?=[\n|(]|$)"
)
_BRANCH_AT_MOST = 20
_IS_BRANCH = re.compile(r"分公司$|分厂$|分店$|公司.{1,8}店$")
_NAME = re.compile(
    rf"[{_HAN}A-Za-z0-9·&(][{_HAN}A-Za-z0-9·&]*(?:\([{_HAN}]{{2,8}}\)[{_HAN}A-Za-z0-9·&]*)*?"
    rf"(?:股份有限公司|有限责任公司|有限公司|集团公司|合伙企业|专业合作社|合作社|供销社|事务所|经营部|经销部|商行(?!政)|行(?=\((?:个体|个人))|[鲜产材货油金茶车]行(?![{_HAN}])|服务中心(?![{_HAN}])|门市部|批发部|"
    rf"服务部|厂(?![{_HAN}])|工厂|研究院|设计院|医院|卫生院|诊所|门诊部|药房|学校|幼儿园|农场|林场|养殖场|煤矿|宾馆|酒店|饭店|"
    rf"店(?![{_HAN}])|超市|工作室|商贸部)(?:\((?:普通合伙|有限合伙|个体工商户|特殊普通合伙|个人独资)\))?"
    rf"(?:[{_HAN}0-9]{{1,8}}?分公司|(?<=公司)[{_HAN}]{{2,6}}店(?![{_HAN}]))?"
)
# Labels of forms that engines glue to the end of a name: …有限公司|类型有限责任公司.
_NEXT_LABEL = re.compile(
    r"(?:(?<=公司)|(?<=企业)|(?<=合作社)|(?<=事务所)|(?<=[厂店部行)]))(?:(?:企业|公司|(?:市场)?主体|登记注册|注册|经济)?(?:类型|性质)|组成形式|住所|住址|(?:注册|通讯|公司|单位)?地址"
    r"|(?:主要)?(?:经营|营业)场所|法定代表人|法人代表|负责人|经营者|投资人|注册资[本金]|实收资本|成立日期|注册日期|注册号"
    r"|统一社会信用代码|经营范围|(?:营业|经营|合伙)期限)"
)
# Words that say what a company is by law, or that belong to a form: no name consists of them.
_NO_PART = re.compile(
    r"名称|类型|性质|企业|公司|单位|法人|自然人|个人|独资|投资|控股|合资|合作|上市|有限|责任|股份|一人|其他|其它|外商|国内|"
    r"台港澳|港澳台|中外|内资|私营|民营|国有|集体|所有制|全民|普通|合伙|分支机构|总|本|贵|我|该|的|与|非|[名类型称住所]"
)
# 品质服务部 is a department of somebody, 老陈建材经营部 a shop.
_DEPARTMENT = re.compile(r"(?:服务部|营业部|经营部|批发部|商贸部)$")
_SHOP_AT_LEAST = 3
_OF_A_FORM = re.compile(
    r"盖章|签章|公章|签字|签名|印章|专用章|名称|类型|住所|地址|日期|法定代表|注册资|代码|以下|简称|[:|]"
)
_FORM_BEGUN = re.compile("股份|有限|责任|公司")
_MISREAD_FORM = re.compile("有[很根艮狠恨银]公司")  # as long as what replaces it
_NO_NAME = re.compile(
    r"^(?:[名类住称型所]|其他|其它|一人|人|法人独资|台港澳|外商|内资|私营|国有|自然人|独资)*(?:有限责任公司|股份有限公司|有限公司|合伙企业|个人独资企业|合作社|农民专业合作社).{0,20}$"
    r"|某|[×*]{2}"
)
_SURE = re.compile(r"(?:公司|企业|合作社|事务所|企业\([^)]*\))$|分公司$|\((?:普通|有限|特殊普通)合伙\)$")
# What stands glued before a name: labels and titles of address; then single words of a sentence.
_LEADING = re.compile(
    r"^(?:.*\((?:盖?公?章|盖章处|签章|公章|盖公章|签字|签字盖章|签章处)\)(?=[\u3400-\u9fff]{2,})|(?:名类住?|[名类住]{0,3}[称型所]{1,3})(?=[\u3400-\u9fff]{4,})|.*(?:法人代表|单位名称|企业名称|客户名称|公司名称|纳税人名称|客户全称|单位全称|申请单位|"
    r"统一社会信用代码|名称|全称|付款方|收款方|付款人|收款人|收件人|发件人|购买方|销售方|申请人|被告|原告|客户|单位|尊敬的|甲方|乙方|丙方|需方|供方|买方|卖方|兹有|兹证明|证明|"
    r"审查了|审计了|注册于|位于|入驻)(?=[\u3400-\u9fff]{2,}))"
)
_PARTICLES = "致与和及由为向对给在至同系是经从按自将请"
# What may stand before the region that a name begins with: a particle, the end of a label, a number.
_ENDS_WORDS = re.compile(
    rf"[{_PARTICLES}了的任到去过于就找跟让被把人方户象称]$|单位$|企业$|公司$|医院$|[年月日]$|拜访$|走访$|沟通$|联系$|会见$|面谈$|担任$|通知$|答复$|[函里原)]$|收件$|发件$|[-\d]$"
)
_TRADES = re.compile(
    "建筑|安装|装饰|装潢|设计|工程|建设|建材|建工|门窗|幕墙|市政|园林|房地产|地产|置业|物业|开发|投资|控股|实业|产业|工业|商业|商贸|贸易|"
    "进出口|国际|科技|技术|信息|网络|软件|数码|电子|电器|电气|电力|电缆|电线|通信|通讯|光电|光学|照明|灯饰|灯具|智能|自动化|装备|设备|机械|"
    "机电|机床|模具|五金|金属|钢铁|钢材|钢结构|铸造|铸业|铝业|铜业|材料|新材|水泥|砼|混凝土|玻璃|陶瓷|卫浴|家具|家居|木业|纸业|包装|印刷|"
    "塑胶|塑料|橡胶|化工|涂料|石化|石油|能源|新能源|光伏|环保|水务|仪器|仪表|测控|检测|医疗|器械|医药|药业|生物|食品|饮料|酒业|餐饮|粮油|"
    "农业|农产品|养殖|饲料|种业|渔业|纺织|服装|服饰|针织|鞋业|皮革|玩具|工艺|礼品|物流|运输|货运|快递|汽车|汽配|零部件|船舶|航空|轨道|"
    "供应链|仓储|电商|电子商务|文化|传媒|广告|教育|培训|咨询|管理|服务|金融|保险|担保|融资|租赁|典当|资产|征信|旅游|健康|体育|"
    "消防|安防|劳务|人力资源|百货|日用品|化妆品|配件|制品|制造|加工|销售|经销|集团|股份|有限"
)
_GENERIC = {
    "公司",
    "本公司",
    "我公司",
    "贵公司",
    "有限公司",
    "股份有限公司",
    "责任有限公司",
    "该公司",
    "分公司",
    "总公司",
    "某公司",
}
_OTHERS_NAME = re.compile(
    r"银行|信用社|公证处|会计师|律师|税务局|市场监督|工商行政|法院|仲裁|征信|认证中心|认证有限公司|快递|物流园|保险"
)


@dataclass(frozen=True)
class CompanyName:
    """A company's name in one spelling, taken apart: 江阴市 | 某某 | 门窗幕墙 | 有限公司."""

    text: str

    @cached_property
    def region(self) -> str:
        """The region it begins with, or nothing."""
        return split_region(self.text)[0]

    @cached_property
    def core(self) -> str:
        """What is left without region and legal form: what tells companies apart."""
        rest = split_region(self.text)[1]
        rest = re.sub(r"\([^)]*\)", "", rest)
        return _FORMS_AT_END.sub("", rest) or rest

    @cached_property
    def brand(self) -> str:
        """The first, distinctive part of the core, before words of trade."""
        match = _TRADES.search(self.core)
        return self.core[: match.start()] if match is not None and match.start() >= 2 else self.core

    @property
    def is_bare(self) -> bool:
        """Whether nothing but region and legal form is there: 随州工厂 is somebody's, not a company."""
        return _FORMS_AT_END.sub("", split_region(self.text)[1]) == ""

    @property
    def branch(self) -> str:
        """What follows the legal form where it names a branch: 西安分公司."""
        return re.split(r"公司|厂", self.text, maxsplit=1)[-1] if self.is_branch else ""

    @property
    def is_branch(self) -> bool:
        """Whether it names a branch (分公司, …有限公司城东店), which is not its parent."""
        return _IS_BRANCH.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class NameWord:
    """A company's name found in a text: offsets and the name in one spelling."""

    value: str
    start: int
    end: int

    @property
    def is_sure(self) -> bool:
        """Whether it ends in a legal form; 店, 厂, 中心 also end common words."""
        return _SURE.search(self.value) is not None


def spelled_name(text: str) -> str:
    """A name in the spelling that names are compared in: one kind of bracket, no blanks or dots."""
    spelled = re.sub(r"[\s.。,、·:]", "", plain(text))
    return spelled if "(" in spelled else spelled.strip(")")


def find_names(text: str) -> tuple[NameWord, ...]:
    """All names that end like a company's, in order."""
    found: list[NameWord] = []
    text = _MISREAD_FORM.sub("有限公司", text)
    position = 0
    while (match := _NAME.search(text, position)) is not None:
        label = _NEXT_LABEL.search(match[0])
        position = match.end() if label is None else match.start() + label.start()
        start = match.start() + _words_before(text[match.start() : position])
        value = text[start:position].lstrip("(")
        below = _BRANCH.match(text[position : position + _BRANCH_AT_MOST])
        if _is_name(value) and below is not None and below["below"]:
            end = position + below.end()
            found.append(NameWord(value + below["below"], position - len(value), end))
        elif _is_name(value):
            found.append(NameWord(value, position - len(value), position))
    return tuple(found)


def _is_name(value: str) -> bool:
    if not 4 <= len(value) <= 40 or value in _GENERIC or _NO_NAME.search(value):
        return False
    company = CompanyName(value)
    if _DEPARTMENT.search(value) and not company.region and len(company.core) < _SHOP_AT_LEAST:
        return False
    return _NO_PART.sub("", company.core) != ""


def _words_before(text: str) -> int:
    """How many characters before the name belong to the sentence.

    A particle inside (经营, 华为, 同辉 have them too) only ends the sentence where a region follows, as
    does the end of a label (使用单位, 买受人); so does another company's form, half of it covered by a seal.
    Nothing is cut off where the text begins with a region itself: 呼和浩特 holds 和.
    """
    lead = _LEADING.match(text)
    start = lead.end() if lead else 0
    if text[start] in _PARTICLES and len(text) - start > 6:
        start += 1
    begins_well = split_region(text[start:])[0] != ""
    for place in range(len(text) - 6, start, -1):
        before, after = text[start:place], text[place:]
        region = split_region(after)[0]
        if not region or is_inside_region(text, place):
            continue
        if _ends_another(before, after) or (not begins_well and _ends_words(before, region)):
            return place
    return start


def _ends_words(before: str, region: str) -> bool:
    """Whether words that do not belong to a name end here. 一 may be a dash misread, 用 end 通用."""
    if before.endswith(("一", "用", "表", "头")):
        return region.endswith(("省", "市", "区", "县", "州", "旗"))
    return _ENDS_WORDS.search(before) is not None


def _ends_another(before: str, after: str) -> bool:
    return _FORM_BEGUN.search(before) is not None and not CompanyName(after).is_branch


def branch_after(text: str, end: int) -> bool:
    """Whether the name that ends at `end` goes on as a branch: …有限公司|西安分公司."""
    return _BRANCH.match(text[end : end + _BRANCH_AT_MOST]) is not None


def serves_others(name: str) -> bool:
    """Whether a name is that of a bank, notary, auditor, court or bureau: named, but not the subject."""
    return _OTHERS_NAME.search(name) is not None


def is_clean(name: str) -> bool:
    """Whether a name could be put before a person as a company's: one legal form, nothing of a form in it."""
    company = CompanyName(name)
    whole = re.split(r"(?<=公司)", name, maxsplit=1)[0] if company.is_branch else name
    core = CompanyName(whole).core
    return len(core) >= 2 and _FORM_BEGUN.search(core) is None and not _OF_A_FORM.search(name)


def is_seen_badly(name: str, known: str) -> bool:
    """Whether `name`, read on a paper that also names `known`, is `known` with letters lost or covered.

    A seal or a fold takes the town away and leaves a letter or two in its place, or takes one letter.
    Another town, a branch or 集团 is another company, however near.
    """
    one, other = CompanyName(name), CompanyName(known)
    if one.branch != other.branch or ("集团" in name) != ("集团" in known):
        return False
    if not one.region and other.region:
        rest = known[len(other.region) :]
        return name.endswith(rest) and len(name) - len(rest) <= len(other.region)
    lost = len(known) - len(name)
    return lost == 1 and len(name) >= 8 and LCSseq.similarity(name, known) == len(name)


def slips(one: str, other: str) -> int:
    """How many characters were misread, lost or added between two names."""
    return Levenshtein.distance(one, other)

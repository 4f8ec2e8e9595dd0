"""Companies, persons and towns that do not exist, drawn from a seed: as alike as those of one trade are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from random import Random

from sample_scans.drawing.companies import CODE_CHARACTERS, credit_code


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TOWNS = _words(
    "云岭 青州 临湖 石门 白水 东岗 西塘 永安 长宁 平川 丰泽 龙泉 新安 和顺 太平 清河 "
    "金沙 银川 安定 会宁 灵台 河曲 大同 朔方 左云 右玉 古交 孝义 介休 灵石 沁源 襄垣 "
    "武乡 阳城 高平 泽州 陵川 长治 潞安 屯留"
)
TRADES = _words(
    "煤业 焦化 洗煤 煤炭运销 物资贸易 机电设备 能源 电力 热力 化工 钢铁 铸造 水泥 建材 运输 物流 "
    "矿山机械 矿业 安全仪器 支护材料 橡塑 电缆 食品 包装 纺织 制药 农机 工程 劳务 环保科技"
)
FORMS = (
    "有限责任公司",
    "有限公司",
    "有限公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司分公司",
    "厂",
    "经营部",
)
_BRANDS = (
    "青禾安泰恒丰瑞隆鑫达盛源华兴宏远德信诚顺通利康宁金玉凯旋天润海川汇嘉禄福祥永昌明晟博雅卓越中和正大同方圆"
    "聚合力创新佳鹏程翔宇腾飞岳峰岭松柏林森茂荣景晖旭东升起航帆锦绣泽沛沐霖雨露"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲梅莉建国文斌辉宁鑫浩宇子轩梓涵思远志鹏海波晓燕婷雪"
    "琳佳慧颖洁蕾薇璐瑶瑾瑜珊珍琴凤兰竹菊荷莲松柏楠桦栋梁材林森淼炎焱晨曦旭昊昱晟景行知行德仁义礼智信忠孝廉耻勤俭"
    "让恭宽厚安康宁泰祥瑞福禄寿喜庆云霄汉川河江湖海洋溪泉源润泽沐霖雨露霜冰寒暖春夏秋冬"
)


@dataclass(frozen=True, slots=True)
class Company:
    """A company with its credit code (18 characters, check characters right) and its representative."""

    name: str
    code: str
    representative: str


def company_names(draw: Random, wanted: int) -> list[str]:
    """Different names; brand, town and trade repeat, so that many differ in one or two characters."""
    names: dict[str, None] = {}
    while len(names) < wanted:
        brand = "".join(draw.choices(_BRANDS, k=2))
        town, trade, form = draw.choice(TOWNS), draw.choice(TRADES), draw.choice(FORMS)
        pattern = draw.choice(
            ("{town}{brand}{trade}{form}", "{brand}（{town}）{trade}{form}", "{town}市{brand}{trade}{form}")
        )
        names[pattern.format(town=town, brand=brand, trade=trade, form=form)] = None
    return list(names)


def companies(draw: Random, wanted: int) -> list[Company]:
    """Different companies."""
    serial = count(1)
    return [Company(name, code(draw, next(serial)), person(draw)) for name in company_names(draw, wanted)]


def code(draw: Random, serial: int) -> str:
    """A credit code; different for each serial below 28 millions."""
    letters, serial = "", serial * 7_654_321 % 31**5
    for _ in range(5):
        serial, place = divmod(serial, 31)
        letters = CODE_CHARACTERS[place] + letters
    return credit_code(f"{draw.randrange(110000, 660000):06}", f"MA{letters}{draw.randrange(10)}")


def person(draw: Random) -> str:
    """A name of two to four characters."""
    surname = draw.choice(_DOUBLE_SURNAMES) if draw.random() < 0.03 else draw.choice(_SURNAMES)
    return surname + "".join(draw.choices(_GIVEN, k=1 if draw.random() < 0.2 else 2))

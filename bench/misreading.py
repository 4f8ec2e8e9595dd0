"""How reading spoils words: a look-alike or any character instead, one lost, one too many, a word parted."""

from __future__ import annotations

from random import Random

from index.tokens import is_han

_ALIKE_HAN = (
    "青清情晴请 禾木未末本和 煤媒谋 岭蛉玲铃 云去会 白自百目 鹭露路 金全余 恒桓垣 宏宠 "
    "天夭无 大太犬 土士 日曰 亚业 化仁花 贸贺 易昜 选洗 电申由甲 力刀九 限跟很 公分么 "
    "司同可 有肖冇 责贵青 任住仕 王玉主 李季 张弛 刘列 陈阵 杨扬 丽而 静净 强弦 军车 "
    "艳绝 杰木 定走 表衷 代伐 人入八 销消 团困因 股服般 份仿分 临监 河何可 石右 "
    "门问间 源原 建健 材村林 机杌 械诫 制刺 造适 厂广 矿旷 物勿 流硫 运远 输偷 工士 "
    "科料 技枝 商尚 实买 环坏 保呆 长张 川州 水永冰 宁字 平乎 山出 西四 古占 号弓 "
    "第弟 已己巳 千干于 人入 贝见 今令 刀力 明朋 晨震 宇宁 盛盆 鑫金 瑞端 隆降"
)
_ALIKE_LATIN_SIGNS = (
    "0:OOD8 1:Il7 2:Z7 3:8 4:A9 5:SS6 6:Gb8 7:1T 8:BB3 9:g4 "
    "A:4 B:88 D:00 G:66 I:11 L:1 O:00 Q:00 S:55 T:7 U:V Z:22"
)
_ALIKE_LATIN: dict[str, str] = {pair[0]: pair[2:] for pair in _ALIKE_LATIN_SIGNS.split()}
_ANY_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
_ALIKE: dict[str, str] = {
    character: "".join(group.replace(character, "") for group in _ALIKE_HAN.split() if character in group)
    for character in _ALIKE_HAN.replace(" ", "")
}


def misread(draw: Random, text: str, rate: float) -> str:
    """A text with a share of its characters spoiled.

    Of these 70 % become another one, 10 % are lost, 8 % get a stray sign behind them, 12 % a blank or a line
    end. Three of five Han characters that have a look-alike in the list become it.
    """
    return "".join(_spoiled(draw, character) if draw.random() < rate else character for character in text)


def _spoiled(draw: Random, character: str) -> str:
    chance = draw.random()
    if chance < 0.70:
        return _another(draw, character)
    if chance < 0.80:
        return ""
    if chance < 0.88:
        return character + draw.choice("一丨口.,·-")
    return character + draw.choice(" \n")


def _another(draw: Random, character: str) -> str:
    if is_han(character):
        alike = _ALIKE.get(character)
        return draw.choice(alike) if alike and draw.random() < 0.6 else draw.choice(_ANY_HAN)
    if character.isalnum():
        return draw.choice(_ALIKE_LATIN.get(character, "XHNM8"))
    return draw.choice(" .·—")

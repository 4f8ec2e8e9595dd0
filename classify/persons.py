"""Names of persons: a common surname and one or two characters after it."""

from __future__ import annotations

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯"
    "江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文季施温柯洪涂倪芦俞章鲁葛伍申尤毕聂柴焦齐梅庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项"
    "曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柳阮桂闵解强丛车冉边房楼宫邢娄娇骆应祖符鞠岳路米池滕佟言巫苟窦褚敖臧瞿刁区桑浦晏茅殷谈缪宣干匡钮狄简仇樊卞屠仲麦庞尚兰"
)
_DOUBLE = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|夏侯|端木|百里|呼延"
# What begins with a surname's character and is no person.
_NO_PERSON = (
    "经理|经办|高级|高新|金额|方式|成立|成本|文件|时间|常规|关于|关系|关闭|应收|应付|应当|单位|单价|单据|包括|解除|章程|项目|向贵|时限|边防|万元|房产|房屋|车间|车辆|"
    "管理|管辖|管控|盛大|江苏|江西|宁波|宁夏|云南|甘肃|河|方案|方面|常州|常熟|任何|任意|全体|合同|合计|谢谢|林业|石油|龙头|黄金|金融|马上|何时|于是|易货|强制|谈判|查询|查看"
)
PERSON = rf"(?!(?:{_NO_PERSON}))(?:(?:{_DOUBLE})[\u3400-\u9fff]{{1,2}}|[{_SURNAMES}][\u3400-\u9fff]{{1,2}})"
"""A regular expression for a person's name of two to four characters (GB text in one spelling)."""

SURNAME = rf"(?:{_DOUBLE}|[{_SURNAMES}])"
"""A regular expression for a surname alone, as people sign in a hurry."""

_WHOLE = re.compile(PERSON)
_AT_END = re.compile(rf"{PERSON}$")


def is_person(text: str) -> bool:
    """Whether the whole text looks like a person's name."""
    return _WHOLE.fullmatch(text) is not None


def find_person(run: str) -> str | None:
    """The person's name that a run of Chinese characters is, or that it begins or ends with."""
    match = _WHOLE.fullmatch(run) or _WHOLE.match(run) or _AT_END.search(run)
    return match[0] if match is not None else None

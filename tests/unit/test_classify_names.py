from __future__ import annotations

import pytest

from classify.names import find_names, is_clean, is_seen_badly


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东营市澄砚照明科技有限公司类型有限责任公司", ["东营市澄砚照明科技有限公司"]),
        ("名称东营澄砚照明有限公司企业类型有限责任公司(自然人独资)", ["东营澄砚照明有限公司"]),
        ("名称东营澄砚照明有限公司住所东营市西一路2号", ["东营澄砚照明有限公司"]),
        ("甲方(盖章)东营澄砚照明有限公司", ["东营澄砚照明有限公司"]),
        ("乙方(盖章)资电设备股份有值苏州梧岚物流有限公司", ["苏州梧岚物流有限公司"]),
        ("苏州梧岚物流有限公司成都分公司", ["苏州梧岚物流有限公司成都分公司"]),
        ("中国建筑股份有限公司", ["中国建筑股份有限公司"]),
    ],
)
def test_a_name_ends_where_the_next_label_begins(text: str, expected: list[str]) -> None:
    assert [word.value for word in find_names(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "企业类型有限责任公司",
        "类型:其他有限责任公司",
        "公司类型股份有限公司",
        "主体类型:有限责任公司分公司",
        "品质服务部",
    ],
)
def test_labels_and_departments_are_no_names(text: str) -> None:
    assert find_names(text) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("苏州梧岚物流有限公司", True),
        ("苏州梧岚物流有限公司成都分公司", True),
        ("梧岚(苏州)物流有限公司", True),
        ("资电设备股份有值苏州梧岚物流有限公司", False),
        ("法定代表人苏州梧岚物流有限公司", False),
    ],
)
def test_only_a_clean_name_is_put_before_a_person(name: str, expected: bool) -> None:
    assert is_clean(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("技砚禾食品机械有限公司", True),
        ("砚禾食品机械有限公司", True),
        ("宁波砚禾品机械有限公司", True),
        ("嘉兴砚禾食品机械有限公司", False),
        ("宁波新砚禾食品机械有限公司", False),
        ("宁波砚禾食品机械集团有限公司", False),
        ("宁波砚禾食品机械有限公司慈溪分公司", False),
        ("宁波川岚电子有限公司", False),
    ],
)
def test_a_name_seen_badly_is_told_from_a_near_one(name: str, expected: bool) -> None:
    assert is_seen_badly(name, "宁波砚禾食品机械有限公司") is expected

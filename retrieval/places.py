"""Places: which ones a question names, in whatever words, and which one a document is of."""

import re

from corpus.model import Document
from retrieval.fold import fold

PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西",
    "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海",
    "宁夏", "新疆", "香港", "澳门", "台湾",
)  # fmt: skip

BY_NAMES = {
    "帝都": "北京", "首都": "北京", "京城": "北京", "京郊": "北京", "魔都": "上海", "申城": "上海", "沪上": "上海", "津门": "天津",
    "津城": "天津", "山城": "重庆", "燕赵": "河北", "三晋": "山西", "中原": "河南", "齐鲁": "山东", "三秦": "陕西", "江淮": "安徽",
    "荆楚": "湖北", "三湘": "湖南", "潇湘": "湖南", "八闽": "福建", "岭南": "广东", "南粤": "广东", "八桂": "广西", "琼州": "海南",
    "天府": "四川", "巴蜀": "四川", "川内": "四川", "塞上": "宁夏", "陇原": "甘肃", "彩云之南": "云南",
}  # fmt: skip
"""Names that stand for a province wherever they occur."""

_SHORT = {
    "沪": "上海", "粤": "广东", "皖": "安徽", "鲁": "山东", "晋": "山西", "桂": "广西", "滇": "云南", "川": "四川", "蜀": "四川",
    "冀": "河北", "豫": "河南", "鄂": "湖北", "湘": "湖南", "赣": "江西", "闽": "福建", "浙": "浙江", "黔": "贵州", "陕": "陕西",
    "琼": "海南", "渝": "重庆", "津": "天津", "京": "北京", "苏": "江苏", "疆": "新疆", "宁": "宁夏", "吉": "吉林", "辽": "辽宁",
    "蒙": "内蒙古", "甘": "甘肃", "青": "青海", "藏": "西藏", "港": "香港", "澳": "澳门",
}  # fmt: skip
_IN_SHORT = re.compile(rf"[在来到赴离驻入进](?P<place>{'|'.join(_SHORT)})(?![\u4e00-\u9fff]?[省市区])")
_NAMED = re.compile("|".join([*PROVINCES, *BY_NAMES]))
_UNIT = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,4}?)(?:特别行政区|自治[区州县旗]|[省市州县区镇])")


def places_named(question: str) -> frozenset[str]:
    """The provinces that a question names, written out or by a name that stands for one (申城, 在沪)."""
    folded = fold(question)
    found = {BY_NAMES.get(m[0], m[0]) for m in _NAMED.finditer(folded)}
    return frozenset(found | {_SHORT[m["place"]] for m in _IN_SHORT.finditer(folded)})


def places_of(document: Document) -> frozenset[str]:
    """The places whose document this is, by its name or its file's: provinces, else the first city or county."""
    provinces = frozenset(p for p in PROVINCES if p in fold(f"{document.name} {document.source}"))
    unit = _UNIT.search(fold(document.name))
    return provinces or (frozenset([unit["place"]]) if unit else frozenset())

"""What a provision refers to is found in its own document."""

import pytest

from corpus.enumerations.layout import DocumentLines
from corpus.enumerations.references import References
from corpus.headings.tree import HeadingTree
from tests.support.documents import document_of

DOCUMENT = document_of(
    "河道管理办法",
    "第一条 为了管好河道，制定本办法。",
    "第二条 在河道内禁止下列行为：",
    "（一）倾倒渣土；",
    "（二）修建围堤。",
    "第三条 取水应当办理许可。",
    "临时取水不超过三天的，不适用前款规定。",
    "第四条 违反第二条第二项规定的，限期拆除。",
    "违反前条规定取水的，处一千元罚款。",
    "违反《防洪法》第二条规定的，依照其规定处罚。",
)


@pytest.mark.parametrize(
    ("referring", "meant"),
    [
        ("违反第二条第二项规定的", ["（二）修建围堤。"]),
        ("不适用前款规定", ["取水应当办理许可。"]),
        ("违反前条规定取水的", ["取水应当办理许可。", "临时取水不超过三天的，不适用前款规定。"]),
        ("违反《防洪法》第二条", []),
    ],
)
def test_places_are_followed(referring: str, meant: list[str]) -> None:
    text = DOCUMENT.text
    start = text.index(referring)
    found = References(DocumentLines(HeadingTree(DOCUMENT))).of((start, text.index("。", start) + 1))
    assert [text[slice(*span)] for span in found] == meant

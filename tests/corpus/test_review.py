"""What an administrator is told to check."""

from corpus.review import review
from tests.support.documents import document_of

BODY = "汛期将至，各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角，每周向指挥部报一次进度，迟报漏报的要说明原因，并在下一次调度会上当面解释。"


def test_what_should_be_checked_is_named() -> None:
    gap = document_of("讲话", "同志们：", "一、甲事", BODY, "二、乙事", BODY, "四、丁事", BODY, "五、戊事", BODY)
    assert [(c.kind, c.line, c.amount) for c in review(gap)] == [("gap", 7, 3)]
    flat = document_of("讲话", "同志们：", *(f"第{n}次，{BODY}" for n in range(60)))
    assert [c.kind for c in review(flat)] == ["no_headings"]
    assert not review(document_of("讲话", "同志们：", "一、甲事", BODY, "二、乙事", BODY))

"""What the ranking leaves to be quoted."""

from pathlib import Path

from retrieval.index.encoder import Encoder
from tests.support.holdings.desk import made_collection

SAID = "今年把所有渡口码头检修一遍，坏了的浮桥年底前换新。"


def test_of_a_region_asked_for_nothing_of_another_is_quoted(tmp_path: Path, encoder: Encoder) -> None:
    """A document that is of no region may speak of it all the same."""
    files = {
        name: f"# 2025年{name}政府工作报告\n\n## 一、渡口码头\n\n{SAID}{also}\n\n## 二、茶园\n\n{also}茶园由村里登记造册。\n"
        for name, also in (
            ("四川省", "嘉陵江上先做，每座码头配两名值守员。"),
            ("山西省", "汾河汛期停渡，船工全部参加培训和考核。"),
        )
    }
    speech = f"# 在水上交通会议上的讲话\n\n## 一、四川的渡口码头\n\n{SAID}四川先行。\n"
    snapshot = made_collection(tmp_path, encoder, **files, 讲话=speech).snapshot()
    asked = {
        file
        for quote in snapshot.answer("四川渡口码头今年检修吗").quotes
        for file in (quote.file, *(other.file for other in quote.also))
    }
    assert "四川省.md" in asked
    assert "山西省.md" not in asked
    quotes = snapshot.answer("渡口码头今年检修吗", limit=10).quotes
    assert "山西省.md" in {file for quote in quotes for file in (quote.file, *(other.file for other in quote.also))}

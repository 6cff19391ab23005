"""A small corpus of which some folders carry labels: alike in what it is about, each document with names of its own.

What a document is called (its title, a heading, its file) may be known to those who may not see it, and be typed by them;
what it says (a secret place, a number, who spoke) nobody types. Neither stands in any other document.
"""

from dataclasses import dataclass
from pathlib import Path

LABELS = ("内部", "人事", "财务")
TOPICS = (
    ("工会", "外卖骑手和快递员", "入会", "工会经费"),
    ("养老", "高龄独居老人", "领补贴", "食堂床位"),
    ("养犬", "养大型犬的市民", "办犬证", "登记罚款"),
    ("就业", "外出返乡人员", "报名培训", "培训补贴"),
)
_FIRST, _SECOND = "鹭鲲麒鸾鹤雁鸥鹏隼鹰", "湾坪岭渡浦洲岛墩寨堤"
_SURNAMES = [
    "欧阳",
    "司徒",
    "诸葛",
    "上官",
    "慕容",
    "尉迟",
    "皇甫",
    "令狐",
    "宇文",
    "公孙",
    "轩辕",
    "钟离",
    "东郭",
    "南宫",
    "端木",
    "百里",
]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document of the corpus; `label` is None where everybody may see it."""

    label: str | None
    topic: int
    file: str
    names: tuple[str, ...]
    secrets: tuple[str, ...]
    text: str

    @property
    def source(self) -> str:
        return f"{self.label}/{self.file}" if self.label else f"公开/{self.file}"


def labelled_documents() -> tuple[Labelled, ...]:
    """One document of each topic in each of the folders, and one of those that everybody may see."""
    folders = (*LABELS, None)
    return tuple(
        _document(label, topic, len(TOPICS) * n + topic)
        for n, label in enumerate(folders)
        for topic in range(len(TOPICS))
    )


def write_labelled(folder: Path) -> tuple[Labelled, ...]:
    """Write the corpus into `folder`."""
    documents = labelled_documents()
    for document in documents:
        file = folder / document.source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.text, encoding="utf-8")
    return documents


def _document(label: str | None, topic: int, number: int) -> Labelled:
    about, people, deed, money = TOPICS[topic]
    title, heading, file, place = (_FIRST[i % 10] + _SECOND[i // 10] for i in range(4 * number, 4 * number + 4))
    amount, speaker = str(7_310_000 + 1_379 * number), f"{_SURNAMES[number]}明"
    lines = [
        f"在{title}{about}工作推进会上的讲话",
        f"{speaker}",
        f"2024年{number % 12 + 1}月9日",
        "",
        f"一、把{heading}的{about}工作抓好",
        f"{people}可以在{place}{deed}，当天申请当天办结，不收任何费用。",
        f"今年{place}安排{money}{amount}元，比去年增加一成。",
        f"二、{about}有三项措施",
        f"（一）在{place}建窗口。{people}凭身份证到{place}窗口{deed}。",
        f"（二）在{place}派专人。每个街道派{number + 21}人上门帮{people}{deed}。",
        f"（三）在{place}算总账。{money}的使用情况每季度在{place}公开。",
    ]
    return Labelled(label, topic, f"{file}材料.txt", (title, heading, file), (place, amount, speaker), "\n".join(lines))

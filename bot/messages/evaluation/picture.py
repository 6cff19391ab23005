"""What stands in the picture that /eval sends, and beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTexts:
    """`all`, `answerable` and `unanswerable` name groups of questions; those of a type have its own name."""

    title: str
    right: str
    now: str
    before: str
    ranks: str
    none: str
    questions: str
    all: str
    answerable: str
    unanswerable: str
    sure: str
    observed: str
    covered: str
    wrong: str
    caption: str
    no_font: str
    kind: str
    first_time: str
    against: str
    unlike: str
    unreadable: str
    won: str
    lost: str
    more: str


CHINESE_PICTURE = PictureTexts(
    title="评测 {count} 题（版本 {generation}，{date}）",
    right="答对的比例（横线为 95% 区间）",
    now="这次",
    before="上次",
    ranks="第几条才答对（有答案的题）",
    none="没有",
    questions="题数",
    all="全部",
    answerable="有答案",
    unanswerable="无答案",
    sure="把握",
    observed="实际答得上的比例",
    covered="回答的比例（从最有把握的答起）",
    wrong="其中答错的比例",
    caption="📊 评测图（版本 {generation}）",
    no_font="没有画图：这台机器没有中文字体。运行 pip install 'yuanwen[fonts]' 或安装一种中文字体，下次评测就有图。",
    kind="{name}：{share}（{count} 题）",
    first_time="这是第一次评测，下次会和这次比。",
    against="比上次（{generation}）：{before} → {after}，相同的 {count} 题，p = {p}",
    unlike="上次评测的不是这些题，没有比较。",
    unreadable="上次的结果读不出来，没有比较；这次的已重新保存。",
    won="新答对 {count} 题{some}",
    lost="新答错 {count} 题{some}",
    more="等",
)

ENGLISH_PICTURE = PictureTexts(
    title="{count} questions (version {generation}, {date})",
    right="Share right (lines: 95% intervals)",
    now="now",
    before="last time",
    ranks="Rank of the first right quote (answerable)",
    none="none",
    questions="questions",
    all="all",
    answerable="answerable",
    unanswerable="unanswerable",
    sure="confidence",
    observed="share that is answered",
    covered="share answered, surest first",
    wrong="share of those wrong",
    caption="📊 The evaluation as a picture (version {generation})",
    no_font="No picture: this machine has no font for Chinese. Run pip install 'yuanwen[fonts]' or install one; the next evaluation will have it.",
    kind="{name}: {share} ({count})",
    first_time="This is the first evaluation; the next will be compared with it.",
    against="Against the last ({generation}): {before} → {after} on the same {count} questions, p = {p}",
    unlike="The last evaluation was of other questions; nothing is compared.",
    unreadable="The last result cannot be read; nothing is compared. This one has been kept anew.",
    won="{count} newly right{some}",
    lost="{count} newly wrong{some}",
    more=", …",
)

"""What `yuanwen questions new` says while somebody writes questions on a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingTexts:
    """`back`, `end` and `nothing` are what is typed; the rest is what is said."""

    back: str
    end: str
    nothing: str
    opening: str
    resumed: str
    complete: str
    passage: str
    has_some: str
    question: str
    quote: str
    kind: str
    not_verbatim: str
    shares: str
    same: str
    alike: str
    written: str
    ended: str


CHINESE_WRITING = WritingTexts(
    back="b",
    end="q",
    nothing="无",
    opening="《{title}》共 {passages} 段。每段写几个问题都行：直接回车看下一段，{back} 看上一段，{end} 结束。写好的题马上存进 {file}。",
    resumed="接着上次，从第 {number} 段开始。",
    complete="最后一段已经有题，从头看起。",
    passage="第 {number}/{passages} 段　{path}",
    has_some="（这一段已有 {count} 题）",
    question="问题> ",
    quote="哪句话回答了它（回车＝整段，{nothing}＝资料里没有答案）> ",
    kind="题型（回车＝{kind}）> ",
    not_verbatim="原文里没有这句话，一个字也不能差。这一段里最接近的是：{nearest}",
    shares="⚠ 问题里 {share} 的字词就在引文里，不看原文的人不会这样问。回车保留，或者换个问法> ",
    same="已有同样的问题（{id}），没有再写。",
    alike="⚠ 已有很像的问题（{id}）：{question}　回车保留，{back} 放弃> ",
    written="已写入 {id}，文件里共 {count} 题。",
    ended="写完了，{file} 里共 {count} 题。",
)

ENGLISH_WRITING = WritingTexts(
    back="b",
    end="q",
    nothing="none",
    opening="《{title}》: {passages} passages. Write as many questions on each as you like: Enter alone goes on, {back} goes back, {end} ends. Each is saved in {file} at once.",
    resumed="Going on at passage {number}.",
    complete="The last passage has questions already; starting from the first.",
    passage="Passage {number} of {passages}  {path}",
    has_some="({count} questions on it so far)",
    question="Question> ",
    quote="Which words answer it (Enter: all of it; {nothing}: the documents do not)> ",
    kind="Type (Enter: {kind})> ",
    not_verbatim="These words are not in the text; every character has to be the same. The nearest in this passage: {nearest}",
    shares="⚠ {share} of the question's words stand in the quotation; who has not read it would not ask so. Enter keeps it, or ask otherwise> ",
    same="The same question is there already ({id}); nothing was written.",
    alike="⚠ A question much like it is there ({id}): {question}  Enter keeps yours, {back} drops it> ",
    written="Written as {id}; {count} questions in the file.",
    ended="Done; {count} questions in {file}.",
)

"""`ask --explain`: the view of an explanation in the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.rendering import PATH_SEPARATOR
from retrieval.search.explanation import Explanation, QuoteExplanation

_HOW = {
    "reference": "由文件目录直接定位，没有排序。",
    "quotation": "按原句逐字查到，没有排序。",
    "search": "没有可排序的段落。",
}
_FEATURES, _WORDS = 8, 8


def print_explanation(console: Console, explanation: Explanation, shown: int) -> None:
    """Print why the first `shown` quotes of an answer stand where they do."""
    console.print(Text("为什么是这些段落", style="bold"))
    if explanation.links:
        said = "；".join(f"{link.everyday} → {'、'.join(link.official)}" for link in explanation.links)
        console.print(Text(f"词语对应：{said}", style="dim"))
    if not explanation.quotes:
        console.print(_HOW[explanation.how])
        return
    console.print(
        f"候选段落 {explanation.candidates} 个；把握 {explanation.confidence:.2f}，不低于 {explanation.threshold:.2f} 才作答"
    )
    console.print(
        Text("把握：" + "，".join(f"{part.feature} {part.effect:+.2f}" for part in explanation.sureness)),
        soft_wrap=True,
    )
    words = "，".join(f"{word.word} {word.effect:+.2f}" for word in explanation.words[:_WORDS])
    console.print(Text(f"逐词（answerable）：{words}"), soft_wrap=True)
    if explanation.reranker:
        console.print(f"次序由重排模型 {explanation.reranker} 定；以下名次和总分是重排之前的")
    for number, quote in enumerate(explanation.quotes[:shown], start=1):
        _print_quote(console, number, quote)


def _print_quote(console: Console, number: int, quote: QuoteExplanation) -> None:
    console.print()
    console.print(Text(f"{number}. {PATH_SEPARATOR.join((quote.title, *quote.heading_path))}", style="cyan"))
    console.print(
        f"语义 {quote.dense:.3f}　字面 {quote.lexical:.2f}　总分 {quote.score:.2f}　（候选中第 {quote.rank}）"
    )
    table = Table("feature", "value", "weight", "effect", box=None, pad_edge=False, header_style="dim")
    for column in table.columns[1:]:
        column.justify = "right"
    for part in quote.contributions[:_FEATURES]:
        table.add_row(part.feature, f"{part.value:.3f}", f"{part.weight:.3f}", f"{part.effect:+.2f}")
    console.print(table)
    for name, value in (
        ("相同的词", "、".join(quote.matched)),
        ("词语对应", "；".join(f"{link.everyday} → {'、'.join(link.found)}" for link in quote.links)),
        ("相近的词", "；".join(f"{near.asked} ← {near.found}（{near.cosine:.2f}）" for near in quote.near)),
        ("比下一段多", "，".join(f"{ahead.feature} {ahead.difference:+.2f}" for ahead in quote.ahead)),
    ):
        if value:
            console.print(Text(f"{name}：{value}"), soft_wrap=True)

"""What the conversation says in its own voice beside `bot.messages`, in Chinese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts of one language; a name in braces is filled in by `str.format`."""

    loading: str
    opening: str
    prompt: str
    toolbar: str
    understood: str
    same_passage: str
    nearest_again: str
    elsewhere: str
    more_quotes: str
    far_quotes: str
    no_more_quotes: str
    first_quote: str
    no_such_number: str
    nothing_yet: str
    more_text: str
    end_of_text: str
    whole_section: str
    no_headings: str
    pick_section: str
    pick_document: str
    which_document: str
    no_such_document: str
    long_section: str
    found: str
    not_found: str
    search_usage: str
    source: str
    collection_changed: str
    greeting: str
    welcome: str
    unknown_command: str
    help: str


CHINESE = Wording(
    loading="正在打开资料库…",
    opening="资料库里有 {count} 份文件。直接提问；/help 看说明，/quit 退出。",
    prompt="你问> ",
    toolbar=" 还有吗 · 第二条展开 · 上下文 · 全文 · 目录 · 出处 · /docs /search /help /quit ",
    understood="理解为：{question}",
    same_passage="上面同一段也回答了这个问题：",
    nearest_again="最接近的还是上面同一段：",
    elsewhere="资料里没有找到“{place}”的答案，下面是别处的：",
    more_quotes="另有 {count} 条，输入“还有吗”查看。",
    far_quotes="其余 {count} 条关系较远，输入“还有吗”仍可查看。",
    no_more_quotes="没有更多段落了。",
    first_quote="前面没有了，这是第一条。",
    no_such_number="没有第 {number} 条，现在可选 1 到 {last}。",
    nothing_yet="还没有可看的内容，请先提一个问题，或用 /docs 看有哪些文件。",
    more_text="……后面还有 {count} 字，输入“继续”查看。",
    end_of_text="这一段到这里就完了。",
    whole_section="已经是全文了，前后没有别的内容。",
    no_headings="这份文件没有标题，从头显示：",
    pick_section="输入编号看那一节：",
    pick_document="共 {count} 份文件，输入编号看目录：",
    which_document="有几份文件都对得上，输入编号选一份：",
    no_such_document="没有找到叫“{name}”的文件。/docs 列出所有文件。",
    long_section="这一部分较长（{count} 字），输入编号看其中一节，输入“全文”从头看：",
    found="“{words}”：{count} 处",
    not_found="没有哪一段里有“{words}”。",
    search_usage="请写上要找的词，比如：/search 工会 经费",
    source="出处：",
    collection_changed="资料库刚更新过，刚才那一段已经不在了，请重新提问。",
    greeting="你好！直接提问就行，我用文件里的原文回答。/help 看说明。",
    welcome="不客气。",
    unknown_command="没有 {command} 这个命令。直接提问就行；/help 看说明。",
    help=(
        "直接提问，比如：送外卖的能参加工会吗\n"
        "接着问：那网约车司机呢 · 2024年呢 · 那浙江呢 · 为什么 · 怎么申请\n"
        "看更多：还有吗 · 下一条 · 第二条展开 · 上下文 · 全文 · 目录 · 出处\n"
        "我只引用原文，不改写；没有答案就直说。\n\n"
        "/docs           有哪些文件\n"
        "/toc [文件名]   目录；输入编号看那一节\n"
        "/search 词 词   哪些段落里有这些词\n"
        "/next /prev     下一条、上一条\n"
        "/context        前后文\n"
        "/section        本节全文\n"
        "/source         出处，便于引用\n"
        "/quit           退出"
    ),
)

ENGLISH = Wording(
    loading="Opening the collection…",
    opening="The collection holds {count} documents. Just ask, in Chinese; /help says more, /quit leaves.",
    prompt="You> ",
    toolbar=" more · next · context · full · outline · source · /docs /search /help /quit ",
    understood="Understood as: {question}",
    same_passage="The same passage answers this too:",
    nearest_again="The same passage is still the nearest:",
    elsewhere='The collection has no answer for "{place}"; this is about another place:',
    far_quotes='{count} more are only loosely related; type "more" to see them.',
    more_quotes='{count} more; type "more" to see them.',
    no_more_quotes="There are no more passages.",
    first_quote="This is the first one.",
    no_such_number="There is no number {number}; choose from 1 to {last}.",
    nothing_yet="Nothing to show yet: ask a question first, or list the documents with /docs.",
    more_text='… {count} more characters; type "continue" to go on.',
    end_of_text="That is the end of this text.",
    whole_section="This is the whole text; there is nothing before or after it.",
    no_headings="This document has no headings; from its beginning:",
    pick_section="Type a number to read that section:",
    pick_document="Documents: {count}. Type a number for an outline:",
    which_document="Several documents fit; type a number to choose one:",
    no_such_document='No document is called "{name}". /docs lists them all.',
    long_section='This part is long ({count} characters). Type a number to read one section, or "full" to read on:',
    found='"{words}": {count} passages',
    not_found='No passage holds "{words}".',
    search_usage="Add the words to look for, for example: /search 工会 经费",
    source="Source: ",
    collection_changed="The collection has just been updated and that passage is gone; please ask again.",
    greeting="Hello! Just ask a question in Chinese; I answer in the documents' own words. More: /help",
    welcome="You're welcome.",
    unknown_command="There is no command {command}. Just ask a question; /help says more.",
    help=(
        "Ask in everyday Chinese, for example: 送外卖的能参加工会吗\n"
        "Ask on: 那网约车司机呢 · 2024年呢 · 那浙江呢 · 为什么 · 怎么申请\n"
        "See more: more · next · 第二条展开 · context · full · outline · source\n"
        "Answers are quotations, never reworded; if there is no answer, that is said.\n\n"
        "/docs           the documents\n"
        "/toc [name]     outline; type a number to read that section\n"
        "/search words   passages that hold these words\n"
        "/next /prev     the next or previous passage\n"
        "/context        the text around\n"
        "/section        the whole section\n"
        "/source         the citation, to copy\n"
        "/quit           leave"
    ),
)


def wording(language: str) -> Wording:
    """The texts for `zh` or `en`."""
    return ENGLISH if language == "en" else CHINESE


def spoken_language(configured: str, environment: Mapping[str, str]) -> str:
    """`zh` or `en`: as configured; for `auto` English where the locale is English, else Chinese."""
    if configured != "auto":
        return configured
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, names), "").lower().startswith("en") else "zh"

"""What a message means after the one before: a request, a follow-up (那浙江呢), or a question of its own.

Rules, no model of language: they say what a follow-up would mean. Whether it is one, the collection decides: see `readings`
and `choosing`. What was made of it is told to the user.
"""

import re
from collections.abc import Sequence

from bot.conversation.turns import Turn, Understood
from bot.conversation.understanding import slots
from bot.conversation.understanding.named_documents import find_by_name
from bot.conversation.understanding.plain import YEAR, core, plain_of
from bot.conversation.understanding.region_names import find_region, is_region, region_names
from bot.conversation.understanding.requests import command_in, request_in, searched_words
from corpus.document import Document

_END = re.compile(r"[\s。？?！!~～，,、；;…]+$")
_THEN = r"那么?(?!个|些|里|边|儿|种(?![粮植地子])|位(?!置)|年(?![轻夜货])|天(?=[的晚早上下]|$)|次|份|篇|段|条(?!例)|时候|达慕|曲)[，,\s]*"
_QUESTIONING = re.compile(
    r"怎|什么|啥|多[少久长大高重远宽]|谁|哪|几|吗|为何|是否|如何|能不|要不|有没|是不|会不|可不|行不"
)
_HOW_ABOUT = r"(?:的话)?(?:呢|咧|哩|又?怎么样|咋样|又?如何)"
_SAME = r"(?:也|又|还)?(?:可以|能|行|有|是|要|算|一样|可不可以|能不能|行不行|有没有|是不是|要不要)(?:吗|么|嘛|不|没|没有)?(?:呢)?"
_ABOUT = re.compile(
    rf"{_THEN}(?P<a>.{{1,20}}?){_HOW_ABOUT}|(?P<b>.{{1,12}}?)(?:的话)?(?:呢|咧|哩)|{_THEN}(?P<c>.{{1,12}}?){_SAME}"
    rf"|(?P<d>.{{1,10}}?)也(?:可以|能|行|有|是|要|算|一样)(?:吗|么|嘛|不)|{_THEN}(?P<e>.{{1,12}})"
)
_OPEN = re.compile(
    r"(?:还|要|得|能|会|是|有|去|到|在|由|来|都|再|需要|必须|一共|总共|大概|大约|具体|到底|最后|可以|怎么|咋|怎样|如何|什么|啥|哪些|哪|里|儿|谁|"
    r"几|多[少久大长高远]|多长时间|时候|为什么|为啥|为何|凭什么|"
    r"讲|说|写|提到|增长|增加|提高|下降|减少|达到|占比?|排名?|第|位|名|规模|效果|最[高低多少]|上限|下限|带|准备|过期|好|完|钱|元|天|年|月|次|个|家|差|剩下?|余|花|交|付|补贴?|补助|罚款?|奖励?|发|给|收|领|办理?|弄|算|管|申请|投诉|举报|反映|找|处理|处罚|开始|结束|完成|建成|到位|"
    r"实施|执行|兑现|负责|牵头|监督|出|条件|材料|手续|流程|标准|要求|措施|目标|依据|期限|好处|原因|规定|违反|不|没|吗|么|呢|了|的|过)+"
)
"""A question of such words alone names nothing: it asks about what was asked before."""

_ASKS = re.compile(r"怎|什么|啥|哪|谁|几|多[少久大长高远]|为[什啥何]|凭|吗|么|不")
_POINTING = re.compile(
    r"(?:这(?:个|项|条|些|种|件|笔|一?[点块])?|该|此|它|他们|她们|它们|其中|上述|那(?:个|项|条|些|种|件|笔))(?P<rest>.{1,30})"
)
_CONDITION = re.compile(r"不|没|如果|要是|万一|假如")
_SPEECHES = re.compile(
    r"(?P<name>.{2,8}?)(?:都|还|一共)*(?:有|讲|说|做|作)过?(?:了)?(?:什么|啥|哪些|几[次篇个场])(?:讲话|报告|文件|话)?"
)
_CORRECTION = re.compile(
    r"(?:不是|不对|错了|不)?[，,。\s]*(?:我(?:是|想)?问的?(?:是|的是)?|我的意思是|我是说|应该是)[：:，,\s]*(?P<meant>.+)"
)


def understand(asked: str, previous: Turn | None, documents: Sequence[Document]) -> Understood:
    """What `asked` means after `previous` (None at the start of a conversation). Never raises for any text."""
    text = _END.sub("", asked.strip())
    plain = plain_of(text)
    if command := command_in(asked):
        action, words = command
        return Understood(words, action=action, number=int(words) if words.isdecimal() and action != "search" else None)
    if searched := searched_words(asked):
        return Understood(searched, action="search")
    if (speaker := _SPEECHES.fullmatch(plain)) and any(speaker["name"] == d.speaker for d in documents):
        return Understood(speaker["name"], action="documents")
    request = request_in(re.sub(r"\s+", "", plain)) or (request_in("?") if asked.strip() in ("?", "？") else None)
    if request and request[0] == "quote" and not _means_quote(request[1], "条" in plain, previous, documents):
        request = None
    if request:
        return Understood("", action=request[0], number=request[1])
    outline = re.fullmatch(r"(?P<name>.{2,30}?)的?(?:目录|大纲|提纲)", plain)
    if outline and find_by_name(documents, outline["name"]):
        return Understood(outline["name"], action="toc")
    if previous is None or not previous.question or not plain:
        return Understood(asked)
    return _follow_up(asked, text, plain, previous, documents) or Understood(asked)


def _means_quote(number: int | None, article: bool, previous: Turn | None, documents: Sequence[Document]) -> bool:
    """Whether 第二个 means the second of the things shown: 第二条 may also be an `article` of the law looked at."""
    if previous is None or not number:
        return False
    at = previous.current
    document = next((d for d in documents if at and d.id == at.document_id), None)
    articles = document is not None and any(
        re.match(r"第[一二三四五六七八九十百]+条", h.text) for h in document.headings
    )
    return not (article and articles) and number <= len(previous.choices or previous.quotes)


def _follow_up(asked: str, text: str, plain: str, previous: Turn, documents: Sequence[Document]) -> Understood | None:
    """The whole question that `text` (without, `plain` with folding) stands for; None where it stands for itself."""
    topic = previous.topic or previous.question
    if corrected := _CORRECTION.fullmatch(plain):
        meant = text[corrected.start("meant") :]
        if not _QUESTIONING.search(meant) and _is_short(meant, documents):
            return _renewed(previous, meant, documents)
        return Understood(meant, interpreted=meant)
    if is_value(text, documents):
        return _renewed(previous, text, documents)
    if plain in ("为什么", "为啥", "为何", "凭什么"):
        whole = topic if re.match("为什么|为啥|为何|凭什么", topic) else "为什么" + core(topic)
        return Understood(whole, interpreted=whole, topic=topic)
    then, pointing = re.match(_THEN, plain), _POINTING.fullmatch(plain)
    start = then.end() if then else pointing.start("rest") if pointing else 0
    asks = YEAR.sub("", plain[start:])
    if len(asks) <= 12 and _OPEN.fullmatch(asks) and _ASKS.search(asks):
        return _joined(topic, text[start:], documents)
    if about := _ABOUT.fullmatch(plain):
        group = str(about.lastgroup)
        named = text[about.start(group) : about.end(group)].removesuffix("的")
        # 那狗绳多长 asks something new; 那浙江 and 网约车司机呢 name a value for the old question.
        if _CONDITION.match(about[group]):
            return _joined(topic, named, documents)
        if not _QUESTIONING.search(about[group]) and (group in "acd" or _is_short(about[group], documents)):
            return _renewed(previous, named, documents)
    if then:
        return _joined(topic, text[then.end() :], documents)
    if pointing and len(plain) <= 24:
        return _joined(topic, text, documents)
    return None


def _renewed(previous: Turn, named: str, documents: Sequence[Document]) -> Understood:
    """The old question with `named` in it, in what was asked on top of it as well."""
    if slots.is_reference(named):
        whole = slots.put_reference(previous.topic or previous.question, named)
        return Understood(whole, interpreted=whole)
    whole = _replaced(previous.question, named, documents)
    topic = _replaced(previous.topic, named, documents) if previous.topic else ""
    return Understood(whole, interpreted=whole, named=named, topic=topic)


def on_top_of(topic: str, asked: str, documents: Sequence[Document]) -> Understood:
    """The message `asked` on top of `topic`, whatever its form."""
    text = _END.sub("", asked.strip())
    then = re.match(_THEN, plain_of(text))
    return _joined(topic, text[then.end() :] if then else text, documents)


def _joined(topic: str, more: str, documents: Sequence[Document]) -> Understood:
    """`more` asked on top of `topic`; a year in it (去年完成多少) takes the place of the one there."""
    if (year := YEAR.search(plain_of(more))) and _rest(more, year.span()):
        topic = slots.put_year(topic, more[year.start() : year.end()], documents)
        more = _rest(more, year.span())
    whole = slots.joined(_stem(topic), more)
    return Understood(whole, interpreted=whole, topic=topic)


def _stem(question: str) -> str:
    """`question` without what it asks of its subject, where it asks in words that fit any: 狗证 of 狗证怎么办."""
    plain = plain_of(core(question))
    asks = (found.start() for found in _ASKS.finditer(plain, 2))
    stem = question[: next((at for at in asks if _OPEN.fullmatch(plain, at)), len(plain))]
    return re.sub(r"(?<=.)[讲講说說写寫]了?$", "", stem)


def _is_short(words: str, documents: Sequence[Document]) -> bool:
    return len(words) <= 8 or is_value(words, documents)


def is_value(words: str, documents: Sequence[Document]) -> bool:
    """Whether the words are a year, a region or a document, and so fit into a question already asked."""
    plain = plain_of(words)
    names = region_names(documents)
    return bool(YEAR.fullmatch(plain)) or is_region(plain, names) or slots.is_document_name(words, documents)


def _replaced(question: str, value: str, documents: Sequence[Document]) -> str:
    """`question` with every part of `value` put where it belongs: 浙江去年的 changes the region and the year."""
    if slots.is_document_name(value, documents):
        return slots.put_document(question, value, documents)
    year = YEAR.search(plain_of(value))
    if year:
        question = slots.put_year(question, value[year.start() : year.end()], documents)
        value = _rest(value, year.span())
    names = region_names(documents)
    plain = plain_of(value)
    if is_region(plain, names):
        return slots.put_region(question, value, documents)
    region = find_region(plain, names)
    if region and region[0] == 0:
        question = slots.put_region(question, value[: region[1]], documents)
        value = _rest(value, region)
    return slots.put_thing(question, value, documents) if value else question


def _rest(value: str, taken: tuple[int, int]) -> str:
    return (value[: taken[0]] + value[taken[1] :]).strip("的， ,、")

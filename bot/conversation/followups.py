"""What a message means after the one before: a request, a follow-up (那浙江呢), or a question of its own.

Rules, no model of language: a message is a follow-up only where its form says so, since a question mistaken for a
follow-up is worse than a follow-up mistaken for a question. What was made of it is told to the user.
"""

import re
from collections.abc import Sequence

from bot.conversation import slots
from bot.conversation.browsing import find_document
from bot.conversation.naming import find_by_name
from bot.conversation.places import find_place, is_place, place_names
from bot.conversation.requests import command_in, request_in, searched_words
from bot.conversation.turns import Action, Turn, Understood
from corpus.model import Document

_END = re.compile(r"[\s。？?！!~～，,、；;…]+$")
_THEN = r"那么?(?!个|些|里|边|儿|种|位|年|天|次|份|篇|段|条|时候|达慕|曲)[，,\s]*"
_QUESTIONING = re.compile(
    r"怎|什么|啥|多[少久长大高重远宽]|谁|哪|几|吗|为何|是否|如何|能不|要不|有没|是不|会不|可不|行不"
)
_HOW_ABOUT = r"(?:的话)?(?:呢|咧|哩|又?怎么样|咋样|又?如何)"
_SAME = r"(?:也|又|还)?(?:可以|能|行|有|是|要|算|一样|可不可以|能不能|行不行|有没有|是不是|要不要)(?:吗|么|嘛|不|没|没有)?(?:呢)?"
_ABOUT = re.compile(
    rf"{_THEN}(?P<a>.{{1,20}}?){_HOW_ABOUT}|(?P<b>.{{1,12}}?){_HOW_ABOUT}|{_THEN}(?P<c>.{{1,12}}?){_SAME}"
    rf"|(?P<d>.{{1,10}}?)也(?:可以|能|行|有|是|要|算|一样)(?:吗|么|嘛|不)|{_THEN}(?P<e>.{{1,12}})"
)
_OPEN = re.compile(
    r"为什么|为啥|为何|凭什么|怎么(?:办|弄|申请|办理|领|交|收|算|处理|规定的?)|咋(?:办|弄|申请|领|交|算)|(?:去|到|在)?(?:哪里|哪儿|哪)(?:办|申请|领|交)(?:理)?|"
    r"找谁(?:办|申请|投诉|反映)?|(?:要|需要|收|交)?多少钱|(?:从)?什么时候(?:开始|完成|建成|到位|实施|兑现)?|啥时候(?:开始|完成|建成)?|(?:由)?谁(?:来)?(?:负责|管|牵头|监督|出钱)|"
    r"(?:有|需要)?(?:什么|哪些|啥)(?:要求|条件|材料|标准|措施|手续|好处|依据|目标|处罚)|(?:要|得)?(?:多久|多长时间)|(?:补|罚|奖|发)多少(?:钱)?|要(?:交|花|收)?钱吗|(?:有)?(?:没有|没)?补贴吗?|"
    r"(?:具体)?(?:条件|标准|流程|依据|期限|要求|措施|目标|处罚)(?:是)?(?:什么|多少|啥|怎样的)?|原因(?:是什么)?|违反了?(?:会)?(?:怎么办|怎么处理|怎么罚|罚多少)|不(?:办|交|听|执行)(?:会)?(?:怎样|怎么办|怎么样)"
)
_POINTING = re.compile(
    r"(?:这(?:个|项|条|些|种|件|笔|一?[点块])?|该|此|它|他们|她们|它们|其中|上述|那(?:个|项|条|些|种|件|笔)).{1,30}"
)
_CORRECTION = re.compile(
    r"(?:不是|不对|错了|不)?[，,。\s]*(?:我(?:是|想)?问的?(?:是|的是)?|我的意思是|我是说|应该是)[：:，,\s]*(?P<meant>.+)"
)


def understand(asked: str, previous: Turn | None, documents: Sequence[Document]) -> Understood:
    """What `asked` means after `previous` (None at the start of a conversation). Never raises for any text."""
    text = _END.sub("", asked.strip())
    plain = slots.plain(text)
    if command := command_in(asked):
        action, words = command
        return Understood(words, action=action, number=int(words) if words.isdecimal() and action != "search" else None)
    if searched := searched_words(asked):
        return Understood(searched, action="search")
    request = request_in(re.sub(r"\s+", "", plain)) or (request_in("?") if asked.strip() in ("?", "？") else None)
    if request and request[0] in ("quote", "pick") and not _can_pick(request, previous, documents):
        request = None
    if request:
        return Understood("", action=request[0], number=request[1])
    outline = re.fullmatch(r"(?P<name>.{2,30}?)的?(?:目录|大纲|提纲)", plain)
    if outline and find_by_name(documents, outline["name"]):
        return Understood(outline["name"], action="toc")
    if previous is None or not previous.question or not plain:
        return Understood(asked)
    return _follow_up(asked, text, plain, previous.question, documents) or Understood(asked)


def _can_pick(request: tuple[Action, int | None], previous: Turn | None, documents: Sequence[Document]) -> bool:
    """Whether a number means one of the things shown: 第二条 may also be an article of the law looked at."""
    action, number = request
    if previous is None or not number:
        return False
    if action == "pick":
        return bool(previous.choices or previous.places)
    at = previous.current
    document = find_document(documents, at.document_id) if at else None
    articles = document is not None and any(
        re.match(r"第[一二三四五六七八九十百]+条", h.text) for h in document.headings
    )
    return not articles and number <= len(previous.choices or previous.places)


def _follow_up(asked: str, text: str, plain: str, before: str, documents: Sequence[Document]) -> Understood | None:
    if corrected := _CORRECTION.fullmatch(plain):
        meant = text[corrected.start("meant") :]
        noun = not _QUESTIONING.search(meant) and _is_short(meant, documents)
        whole = _replaced(before, meant, documents) if noun else meant
        return Understood(whole, interpreted=whole)
    if plain in ("为什么", "为啥", "为何", "凭什么"):
        whole = before if re.match("为什么|为啥|为何|凭什么", before) else "为什么" + slots.core(before)
        return Understood(whole, interpreted=whole)
    if _OPEN.fullmatch(re.sub(rf"^{_THEN}", "", plain).removesuffix("呢")):
        return _joined(before, re.sub(rf"^{_THEN}", "", text))
    if about := _ABOUT.fullmatch(plain):
        group = str(about.lastgroup)
        named = text[about.start(group) : about.end(group)].removesuffix("的")
        # 那狗绳多长 asks something new; 那浙江 and 网约车司机呢 name a value for the old question.
        if not _QUESTIONING.search(about[group]) and (group in "acd" or _is_short(about[group], documents)):
            whole = _replaced(before, named, documents)
            new = group == "e" and not _is_value(named, documents)
            return Understood(whole, interpreted=whole, alone=named if new else None)
    if then := re.match(_THEN, plain):
        return _joined(before, text[then.end() :], alone=text[then.end() :])
    if _POINTING.fullmatch(plain) and len(plain) <= 24:
        return _joined(before, text, alone=asked)
    return None


def _joined(before: str, more: str, alone: str | None = None) -> Understood:
    whole = slots.joined(before, more)
    return Understood(whole, interpreted=whole, alone=alone)


def _is_short(words: str, documents: Sequence[Document]) -> bool:
    return len(words) <= 8 or _is_value(words, documents)


def _is_value(words: str, documents: Sequence[Document]) -> bool:
    """Whether the words are a year, a place or a document, and so fit into a question already asked."""
    plain = slots.plain(words)
    names = place_names(documents)
    return bool(slots.YEAR.fullmatch(plain)) or is_place(plain, names) or slots.is_document_name(words, documents)


def _replaced(question: str, value: str, documents: Sequence[Document]) -> str:
    """`question` with every part of `value` put where it belongs: 浙江去年的 changes the place and the year."""
    if slots.is_document_name(value, documents):
        return slots.put_document(question, value, documents)
    year = slots.YEAR.search(slots.plain(value))
    if year:
        question = slots.put_year(question, value[year.start() : year.end()], documents)
        value = _rest(value, year.span())
    names = place_names(documents)
    plain = slots.plain(value)
    if is_place(plain, names):
        return slots.put_place(question, value, documents)
    place = find_place(plain, names)
    if place and place[0] == 0:
        question = slots.put_place(question, value[: place[1]], documents)
        value = _rest(value, place)
    return slots.put_thing(question, value, documents) if value else question


def _rest(value: str, taken: tuple[int, int]) -> str:
    return (value[: taken[0]] + value[taken[1] :]).strip("的， ,、")

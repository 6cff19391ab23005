"""Putting a new value into an old question: 那浙江呢 after 云岭今年修几条路 is 浙江今年修几条路.

A year goes where a year stands, a place where a place stands, a document where a document is named. Any other thing
takes the place of what it is most like: a word that ends alike (失业金, 养老金), else the nearest word by the bundled word
vectors (猫, 狗), else the subject. All positions are those of the folded text, which has the length of the text.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from bot.conversation.naming import find_by_name
from bot.conversation.places import find_place, place_names
from corpus.model import Document
from corpus.sentences import Span
from retrieval.fold import fold
from retrieval.words import bundled_words

YEAR = re.compile(
    r"(?:19|20)\d\d年?(?:度|(?:上|下)半年|底)?|[一二][〇○零一二三四五六七八九]{3}年|[去今明前后上本]年(?:度|(?:上|下)半年|底)?|十[三四五六]五(?:时期|期间)?|(?:上|下)半年"
)
_DOCUMENT = re.compile(
    r"《[^》]+》|[\u4e00-\u9fff\d]{1,16}?(?:讲话|报告|条例|办法|规定|意见|会议|纲要)(?=[里中的上]|最后|第|提|对|关于|怎|说|讲|有|$)"
)
_DOCUMENT_KIND = re.compile(r"《.+》|.*(?:讲话|报告|条例|办法|规定|意见|会议|纲要|法|文件)")
_BREAK = re.compile(
    r"[，。；！？、,;!?：:\s“”]|能不能|会不会|要不要|可不可以|是不是|有没有|行不行|应不应该|用不用|该不该|可以|应该|需要|怎么样|怎么|怎样|如何|为什么|什么|啥|多少|多久|"
    r"谁|哪[里儿些个年]?|几|(?<![功性节智])能(?![力源耗])|(?<![工社协商学委大年])会(?![议员计场费])|(?<![重主需])要(?![求点素])|(?<![许])可|是|(?<![国公私])有|(?<![存现])在|给|把|被|(?<![针])对|从|(?<![达])到|由|吗|呢|么|不|没|也|还|都|就|才|再|最[多高低少]|至少|每[个月年天户人]*|一[个亩年月天户人]|得|让|关于|和|与|跟"
)
_OPENING = re.compile(r"(?:在|关于|我们?市?的?|对|请问)+")

_ANYWHERE = re.compile(r"哪(?:些|几?个)?(?:省份?|城?市|县|区|地方|地区)|哪里|哪儿|什么地方")
_COUNTED = re.compile(
    r"(?:多少|几|什么|哪些)(?:公里|平方米|[万亿]?[亩吨元]|[套个座条家所部辆处张件项名户人份枚只台种次])?(?P<object>(?!公里$|平方米$|万?[亩吨元]$)[\u4e00-\u9fff]{2,})$"
)

_PART = re.compile(r"(?:第[一二三四五六七八九十百\d]+|最后一)个?(?P<unit>部分|方面|[章节条款项点段件])的?")

LIKE = 0.24
"""Likeness (0..1, see `_likeness`) from which a word counts as of the same kind. Set by hand on a few dozen pairs."""

LONGEST_WORD = 8


def plain(text: str) -> str:
    """`text` folded character by character, so that positions in both agree."""
    return "".join(_plain(character) for character in text)


def put_year(question: str, year: str, documents: Sequence[Document]) -> str:
    """`question` with `year` in place of the years it names; behind its opening place, or first, where it names none."""
    bare = year.removesuffix("的")
    found = next((m for m in YEAR.finditer(plain(question)) if _is_period(m[0]) <= _is_period(plain(year))), None)
    if found:
        follows = question[found.end() :]
        if bare[-1:].isdigit() and found[0].endswith("年"):
            bare += "年"
        return question[: found.start()] + bare + follows
    if bare[-1:].isdigit():
        bare += "年"
    place = find_place(plain(question), place_names(documents))
    at = place[1] if place and place[0] <= 1 else 0
    return question[:at] + bare + question[at:]


def _is_period(year: str) -> bool:
    """Whether it is a five-year plan: 去年 does not take the place of 十四五."""
    return year.startswith("十")


def put_place(question: str, place: str, documents: Sequence[Document]) -> str:
    """`question` with `place` in place of the one it names; in front where it names none."""
    asked = plain(question)
    found = find_place(asked, place_names(documents))
    if found is None and (anywhere := _ANYWHERE.search(asked)):
        found = anywhere.span()
    return place + question if found is None else question[: found[0]] + place + question[found[1] :]


def put_document(question: str, name: str, documents: Sequence[Document]) -> str:
    """`question` asked of the document `name` instead of the one it names."""
    found = _DOCUMENT.search(plain(question))
    if found:
        return question[: found.start()] + name + question[found.end() :]
    return f"{name}里，{question}"


def put_reference(question: str, reference: str) -> str:
    """`question` about another part: 第四点 in place of the 第三点 of 第二部分第三点; `reference` alone where none fits."""
    unit = _PART.search(plain(reference))
    same = [m for m in _PART.finditer(plain(question)) if unit and m["unit"] == unit["unit"]]
    if not same:
        return reference
    end = same[-1].end()
    while further := _PART.match(plain(question), end):
        end = further.end()
    return question[: same[-1].start()] + reference + question[end:]


def is_reference(words: str) -> bool:
    """Whether the words name a part of a document and nothing else: 第二部分第三点, 最后一章."""
    return bool(re.fullmatch(rf"(?:{_PART.pattern.replace('?P<unit>', '')})+", plain(words)))


def put_thing(question: str, thing: str, documents: Sequence[Document]) -> str:
    """`question` about `thing`; the two side by side where nothing in the question can make room for it."""
    if plain(thing) in plain(question):
        return question
    span = _alike_ending(question, thing) or _nearest(question, thing)
    span = span or _object(question) or _subject(question, documents)
    if span is None:
        return joined(question, thing)
    return question[: span[0]] + thing + question[span[1] :]


def joined(question: str, more: str) -> str:
    """The old question and what is asked on top of it, as one question."""
    return f"{core(question)}，{more}"


def core(question: str) -> str:
    """`question` without its final particle and punctuation."""
    return re.sub(r"(?:(?<![什甚怎这那])[么麼]|[吗嗎呢吧呀啊不没沒])?[？?。！!\s]*$", "", question)


def is_document_name(words: str, documents: Sequence[Document]) -> bool:
    return bool(_DOCUMENT_KIND.fullmatch(plain(words)) and find_by_name(documents, words.strip("《》")))


def _alike_ending(question: str, thing: str) -> Span | None:
    """The word of `question` that ends as `thing` does, as long as `thing` where its phrase is long enough."""
    asked, wanted = plain(question), plain(thing)
    best: tuple[int, Span] | None = None
    for start, end in _phrases(asked):
        shared = 0
        while shared < min(end - start, len(wanted)) and asked[end - 1 - shared] == wanted[-1 - shared]:
            shared += 1
        if shared and end - start > shared and (best is None or shared > best[0]):
            best = shared, (max(start, end - len(wanted)), end)
    return best[1] if best else None


def _nearest(question: str, thing: str) -> Span | None:
    """The word of `question` that is most like `thing`; with 的 behind it its whole phrase (送外卖的)."""
    asked = plain(question)
    candidates = [
        (start, end)
        for phrase in _phrases(asked)
        for start, end in combinations(_word_ends(asked, phrase), 2)
        if end - start <= LONGEST_WORD and asked[end - 1] != "的" and (end - start > 1 or len(thing) == 1)
    ]
    if not candidates:
        return None
    likeness = _likeness(plain(thing), [asked[a:b] for a, b in candidates])
    value, start, end = max((value, a, b) for value, (a, b) in zip(likeness, candidates, strict=True))
    if value < LIKE:
        return None
    phrase = next(p for p in _phrases(asked) if p[0] <= start < p[1])
    return phrase if asked[phrase[0] : phrase[1]].endswith("的") else (start, end)


def _object(question: str) -> Span | None:
    """What is counted or asked for at the end: the 保障房 of 今年建多少套保障房."""
    found = _COUNTED.search(plain(core(question)))
    return found.span("object") if found and not _BREAK.search(found["object"]) else None


def _subject(question: str, documents: Sequence[Document]) -> Span | None:
    """What the first phrase behind place and year is about: its first word, the one behind its 的, or 送外卖的 whole."""
    asked = plain(question)
    start = 0
    while True:
        for found in (_OPENING.match(asked, start), YEAR.match(asked, start)):
            start = found.end() if found else start
        place = find_place(asked[start:], place_names(documents))
        if not place or place[0] > 0:
            break
        start += place[1]
    phrase = next((p for p in _phrases(asked) if p[1] > start + 1), None)
    if phrase is None or phrase[1] >= len(asked):
        return None
    start, end = max(start, phrase[0]), phrase[1]
    if asked[end - 1] == "的":
        return start, end
    start = asked.rfind("的", start, end) + 1 or start
    return start, next(cut for cut in _word_ends(asked, (start, end)) if cut >= min(start + 2, end))


def _phrases(asked: str) -> list[Span]:
    """The stretches between function words."""
    spans, at = [], 0
    for found in _BREAK.finditer(asked):
        if found.start() > at:
            spans.append((at, found.start()))
        at = found.end()
    return [*spans, (at, len(asked))] if at < len(asked) else spans


def _word_ends(asked: str, phrase: Span) -> list[int]:
    """Where the words of a phrase begin and end, by the word table: a prefix that is cut there has the same words."""
    start, end = phrase
    whole, *prefixes = bundled_words().tokens([asked[start:end], *(asked[start:i] for i in range(start + 1, end))])
    cuts = [
        i for i, part in enumerate(prefixes, start + 1) if len(part) < len(whole) and (part == whole[: len(part)]).all()
    ]
    return [start, *cuts, end]


def _likeness(thing: str, words: Sequence[str]) -> list[float]:
    """How like each of `words` is to `thing`: harmonic mean of the weighted nearest-word cosines, both ways."""
    table = bundled_words()
    wanted, *tokens = table.tokens([thing, *words])
    if not len(wanted):
        return [0.0] * len(words)
    there = table.nearness(wanted, tokens)
    weights = table.weights[wanted]
    forth = weights @ there / max(float(weights.sum()), 1e-9)
    result = []
    for column, word in zip(forth, tokens, strict=True):
        back = table.nearness(word, [wanted])[:, 0] @ table.weights[word] if len(word) else 0.0
        back = float(back) / max(float(table.weights[word].sum()), 1e-9)
        result.append(2 * float(column) * back / max(float(column) + back, 1e-9))
    return result


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character

"""Where in a question another thing fits: in place of what it is most like.

A word that ends alike comes first (失业金, 养老金), then the nearest word by the bundled word vectors (猫, 狗), then what is
counted at the end of the question, then its subject. Spans are (start, end) in the question.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from bot.conversation.understanding.plain import YEAR, core, plain_of
from bot.conversation.understanding.region_names import find_region, region_names
from corpus.chinese.sentences import Span
from corpus.document import Document
from retrieval.fold import fold
from retrieval.index.word_table import TokenLists, bundled_words

_BREAK = re.compile(
    r"[，。；！？、,;!?：:\s“”]|能不能|会不会|要不要|可不可以|是不是|有没有|行不行|应不应该|用不用|该不该|可以|应该|需要|怎么样|怎么|怎样|如何|为什么|什么|啥|多少|多久|"
    r"谁|哪[里儿些个年]?|几|(?<![功性节智])能(?![力源耗])|(?<![工社协商学委大年入])会(?![议员计场费])|(?<![重主需])要(?![求点素])|(?<![许])可|是|(?<![国公私])有|(?<![存现])在|给|把|被|(?<![针])对|从|(?<![达])到|由|吗|呢|么|不|没|也|还|都|就|才|再|最[多高低少]|至少|每[个月年天户人]*|一[个亩年月天户人]|得|让|关于|和|与|跟"
)
_OPENING = re.compile(r"(?:在|关于|我们?市?的?|对|请问)+")

_COUNTED = re.compile(
    r"(?:多少|几|什么|哪些)(?:公里|平方米|[万亿]?[亩吨元]|[套个座条家所部辆处张件项名户人份枚只台种次])?(?P<object>(?!公里$|平方米$|万?[亩吨元]$)[\u4e00-\u9fff]{2,})$"
)


LIKE = 0.24
"""Likeness (0..1, see `_likeness`) from which a word counts as of the same kind. Set by hand on a few dozen pairs."""

LONGEST_WORD = 8


def fitting_span(question: str, thing: str, documents: Sequence[Document]) -> Span | None:
    """What `thing` takes the place of in `question`; None where nothing makes room for it."""
    span = _alike_ending(question, thing) or _nearest(question, thing)
    return span or _object(question) or _subject(question, documents)


def _alike_ending(question: str, thing: str) -> Span | None:
    """The word of `question` that ends as `thing` does, as long as `thing` where its phrase is long enough."""
    asked, wanted = plain_of(question), plain_of(thing)
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
    asked = plain_of(question)
    candidates = [
        (start, end)
        for phrase in _phrases(asked)
        for start, end in combinations(_word_ends(asked, phrase), 2)
        if end - start <= LONGEST_WORD and asked[end - 1] != "的" and (end - start > 1 or len(thing) == 1)
    ]
    if not candidates:
        return None
    likeness = _likeness(plain_of(thing), [asked[a:b] for a, b in candidates])
    value, start, end = max((value, a, b) for value, (a, b) in zip(likeness, candidates, strict=True))
    if value < LIKE:
        return None
    phrase = next(p for p in _phrases(asked) if p[0] <= start < p[1])
    return phrase if asked[phrase[0] : phrase[1]].endswith("的") else (start, end)


def _object(question: str) -> Span | None:
    """What is counted or asked for at the end: the 保障房 of 今年建多少套保障房."""
    found = _COUNTED.search(plain_of(core(question)))
    return found.span("object") if found and not _BREAK.search(found["object"]) else None


def _subject(question: str, documents: Sequence[Document]) -> Span | None:
    """What the first phrase behind region and year is about: its first word, the one behind its 的, or 送外卖的 whole."""
    asked = plain_of(question)
    start = 0
    while True:
        for found in (_OPENING.match(asked, start), YEAR.match(asked, start)):
            start = found.end() if found else start
        region = find_region(asked[start:], region_names(documents))
        if not region or region[0] > 0:
            break
        start += region[1]
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
    whole, *prefixes = bundled_words().tokens([fold(asked[start:i]) for i in (end, *range(start + 1, end))])
    cuts = [
        i for i, part in enumerate(prefixes, start + 1) if len(part) < len(whole) and (part == whole[: len(part)]).all()
    ]
    return [start, *cuts, end]


def _likeness(thing: str, words: Sequence[str]) -> list[float]:
    """How like each of `words` is to `thing`: harmonic mean of the weighted nearest-word cosines, both ways."""
    table = bundled_words()
    wanted, *tokens = table.tokens([fold(word) for word in (thing, *words)])
    if not len(wanted):
        return [0.0] * len(words)
    there = table.nearness(wanted, TokenLists.of(tokens))
    weights = table.weights[wanted]
    forth = weights @ there / max(float(weights.sum()), 1e-9)
    result = []
    for column, word in zip(forth, tokens, strict=True):
        back = table.nearness(word, TokenLists.of([wanted]))[:, 0] @ table.weights[word] if len(word) else 0.0
        back = float(back) / max(float(table.weights[word].sum()), 1e-9)
        result.append(2 * float(column) * back / max(float(column) + back, 1e-9))
    return result

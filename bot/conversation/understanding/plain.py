"""Texts folded so that positions in them stay: what patterns are matched on, while what is kept is the text itself."""

import re
from functools import lru_cache

from retrieval.fold import fold

YEAR = re.compile(
    r"(?:19|20)\d\d年?(?:度|(?:上|下)半年|底)?|[一二][〇○零一二三四五六七八九]{3}年|[去今明前后上本]年(?:度|(?:上|下)半年|底)?|十[三四五六]五(?:时期|期间)?|(?:上|下)半年"
)


def plain_of(text: str) -> str:
    """`text` folded character by character, so that positions in both agree."""
    return "".join(_plain(character) for character in text)


def core(question: str) -> str:
    """`question` without its final particle and punctuation."""
    return re.sub(r"(?:(?<![什甚怎这那])[么麼]|[吗嗎呢吧呀啊不没沒])?[？?。！!\s]*$", "", question)


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character

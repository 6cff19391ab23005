"""Cleaning by named rules: which source lines are the document's and which are the page's it was copied from.

A line is dropped whole or kept whole. Rules that match ordinary words (下载, 大, 收藏) apply only outside the body:
in the head, before the text begins, and in the tail, behind its last full paragraph.
"""

import itertools
import re

from corpus.chinese.markers import marker
from corpus.chinese.people import GREETING, OFFICES
from corpus.chinese.sentences import is_sentence
from corpus.document import Block, Dropped
from corpus.lines.contents import HEAD_LINE, contents_lines
from corpus.lines.furniture import (
    ADDRESSEES,
    CAPTION,
    CRUMB,
    EVERYWHERE,
    HEAD,
    LABEL,
    LOCATION,
    MEETING,
    MENU,
    SENTENCES,
    TAIL_START,
    TITLE_WORD,
    WITHOUT_VALUE,
    WORD,
    first_rule,
)
from corpus.lines.interruptions import interruptions
from corpus.lines.running_heads import running_lines

_OCCASION = re.compile(r"[—\-–（(]|(?:19|20)\d\d年\d+月\d+日|[一二]?[〇○零一二三四五六七八九]{3,4}年")
_RUNS = re.compile("[，。,]")
"""What running text holds."""
_NAMES_SPEAKER = re.compile(rf"[【\[（(]?发布人\s*[】\]）)]?[：:].*(?:{OFFICES})")
"""Who speaks at a press conference, by his office; a page names who put it up (发布人：管理员)."""
_SITE = re.compile("(?:网站|网|门户)$")
"""What the name of a site ends in."""
_HAN_ONLY = re.compile("[\u4e00-\u9fff]{3,8}")
_DATE_LINE = re.compile(r"[（(].*年.*[）)]$")
_HEAD_LINES = 60
_OPENING = 25
"""Lines at the top, greetings among them, that a page may repeat at its end."""
_LONGEST_FURNITURE = 150
_SECTION_TITLE = 8
_SITE_NAME, _ENTRY = 16, 8
_TOLD, _TOLD_BEFORE = 40, 20
_FULL = 90
"""Characters; a sentence of that length in the head or tail of a page is text, not furniture."""


def clean(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """Split the lines into those of the document (empty ones left out) and the dropped ones, both in order."""
    texts = [block.text.strip() for block in blocks]
    filled = [i for i, text in enumerate(texts) if text]
    short = [i for i in filled if len(texts[i]) <= _LONGEST_FURNITURE and blocks[i].level is None]
    rules = {i: rule for i in filled if (rule := blocks[i].rule)}
    rules |= {
        i: rule
        for i in short
        if i not in rules and (rule := first_rule(SENTENCES if texts[i][-1] in "。；，：" else EVERYWHERE, texts[i]))
    }
    terms = [n for n, i in enumerate(filled) if rules.get(i) == "site terms"]
    rules |= dict.fromkeys(filled[terms[0] : terms[-1]] if terms and terms[-1] - terms[0] < 15 else (), "site terms")
    for i, following in itertools.pairwise(filled):
        if rules.get(following) == "contents line" and HEAD_LINE.match(texts[i]):
            rules[i] = "contents line"
    rules |= running_lines({i: texts[i] for i in short if i not in rules}, set(rules))
    left = [i for i in filled if i not in rules]
    for n in contents_lines([texts[i] for i in left]):
        rules[left[n]] = "contents line"
    left = [i for i in left if i not in rules]
    end = head_end([blocks[i] for i in left])
    head = {i: texts[i] for i in left[:end]}
    body = [(i, texts[i]) for i in left[end:]]
    marked = {i for i in head if blocks[i].level is not None}
    rules |= _clean_head(head, marked, opens_with_greeting=bool(body and GREETING.match(body[0][1])))
    rules |= _clean_tail(body, set(head.values()))
    rules |= interruptions([(i, text) for i, text in body if i not in rules])
    furniture = [i for i, rule in rules.items() if rule != "contents line"]
    rules |= _repeated_title({i: text for i, text in head.items() if i not in rules}, furniture)
    kept = [blocks[i] for i in filled if i not in rules]
    return kept, [Dropped(blocks[i].line, blocks[i].text, rules[i]) for i in sorted(rules)]


def head_end(blocks: list[Block]) -> int:
    """How many of the lines stand before the text begins: before the greeting, first heading or full paragraph."""
    end = _head_end([block.text.strip() for block in blocks])
    return next((n for n in range(1, end) if _heads_below(blocks, n)), end)


def _heads_below(blocks: list[Block], n: int) -> bool:
    """Whether block n is a section that the file itself puts below a heading above it, with text right behind."""
    levels = [block.level for block in blocks[:n] if block.level is not None]
    level = blocks[n].level
    if level is None or not levels or level <= min(levels):
        return False
    behind = n + 1
    while behind < len(blocks) and (deeper := blocks[behind].level) is not None and deeper > level:
        level, behind = deeper, behind + 1
    return behind < len(blocks) and blocks[behind].level is None and is_sentence(blocks[behind].text.strip())


def _head_end(lines: list[str]) -> int:
    longest = _TOLD
    for n, line in enumerate(lines[:_HEAD_LINES]):
        if GREETING.match(line) or (n > 0 and n + 1 < len(lines) and _addresses(line, lines[n + 1])):
            return n
        found = marker(line, tight=True)
        numbered = found is not None and found.number == 1 and n > 0 and found.family != "letter"
        told = len(line) > (longest if n > 0 and line[-1] in "。：:" else _FULL) and is_sentence(line)
        asks = n > 0 and line[-1] in "？?" and n + 1 < len(lines) and is_sentence(lines[n + 1])
        if numbered or asks or (told and not (CAPTION.search(line) or first_rule(HEAD, line))):
            return _first_section(lines, n - _opens_text(lines, n - 1))
        if n > 0 and _tells(line) and not CAPTION.search(line):
            longest = _TOLD_BEFORE
    return min(len(lines), _HEAD_LINES)


def _first_section(lines: list[str], end: int) -> int:
    """Where short sections (办理依据, and one sentence) begin before the first full paragraph at `end`; else `end`."""
    found = (n for n in range(1, end - 1) if is_sentence(lines[n + 1]) and lines[n + 1][-1] == "。")
    return next((n for n in found if _has_sibling(lines, n) and _HAN_ONLY.fullmatch(lines[n])), end)


def _addresses(line: str, following: str) -> bool:
    """Whether the line names whom a notice is sent to (各乡镇人民政府，县直各单位：) and its text follows."""
    if line[-1] not in "：:" or len(following) < 15 or LABEL.match(line):
        return False
    return bool(ADDRESSEES.match(line) and _RUNS.search(following))


def _opens_text(lines: list[str], n: int) -> bool:
    """Whether line n, the last before the first numbered line or paragraph, is a section's title: the title block is over."""
    if n > 0 and _has_sibling(lines, n):
        return True
    if n < 2 or not (is_sentence(lines[n - 1]) or _DATE_LINE.match(lines[n - 1])) or len(lines[n]) > 40:
        return False
    line = lines[n]
    stated = is_sentence(line) or _OCCASION.match(line) or LABEL.match(line) or re.search(rf"{OFFICES}|[）)]$", line)
    return not stated and (_tells(lines[n - 1]) or len(_bigrams(line) - _bigrams("".join(lines[: n - 1]))) >= 3)


def _tells(line: str) -> bool:
    """Whether the line is running text, however short."""
    return line[-1] == "。" and "，" in line and len(line) >= _TOLD_BEFORE


def _has_sibling(lines: list[str], n: int) -> bool:
    """Whether a line as short as line n stands between two paragraphs of the text, too: both are titles of sections."""
    if len(lines[n]) > _SECTION_TITLE or is_sentence(lines[n]) or TITLE_WORD.search(lines[n]):
        return False
    return any(
        abs(len(line) - len(lines[n])) <= 1 and not is_sentence(line) and is_sentence(before) and is_sentence(after)
        for before, line, after in zip(lines[n + 1 :], lines[n + 2 :], lines[n + 3 :], strict=False)
    )


def _clean_head(head: dict[int, str], marked: set[int], opens_with_greeting: bool) -> dict[int, str]:
    """The rules for lines of the head. Those `marked` as headings by the file itself are no furniture."""
    rules = _navigation(head) | _above_location(head)
    location, label, crumb = False, False, False
    order = list(head)
    crumbs = {i for i, line in head.items() if CRUMB.match(line)}
    beside = {order[n + d] for n, i in enumerate(order) if i in crumbs for d in (-1, 1) if 0 <= n + d < len(order)}
    minutes = any(MEETING.match(line) and line[-1] not in "。！？" for line in head.values())
    last_title = max((i for i, line in head.items() if TITLE_WORD.search(line)), default=-1)
    for i, line in head.items():
        labelled = LABEL.match(line)
        if i in marked:
            location = label = crumb = False
            rules.pop(i, None)
            continue
        if LOCATION.match(line) or line == "首页":
            location, rules[i] = True, "breadcrumb"
        elif (location and (CRUMB.match(line) or (crumb and len(line) <= 14 and i != last_title))) or (
            i in beside and len(crumbs) > 1 and len(line) <= (6 if i == last_title else 14)
        ):
            rules[i] = "breadcrumb"
        elif (rule := first_rule(HEAD, line)) and not (labelled and (minutes or _NAMES_SPEAKER.match(line))):
            rules[i] = rule
            location = location and rule == "page furniture"
        elif label and len(line) <= 12 and not TITLE_WORD.search(line):
            rules[i] = "source line"
        elif location and len(line) <= 10 and not TITLE_WORD.search(line) and not _OCCASION.match(line):
            rules[i] = "breadcrumb"
        elif TITLE_WORD.search(line):
            location = False
        label = bool(labelled and not labelled["value"].strip() and not WITHOUT_VALUE.match(line))
        crumb = bool(CRUMB.match(line))
    if rules and opens_with_greeting:
        for i, line in head.items():
            if i not in rules and is_sentence(line + "。") and CAPTION.search(line):
                rules[i] = "caption"
    return rules


def _navigation(head: dict[int, str]) -> dict[int, str]:
    """The menu of a site, entries side by side, and the site's name above it; not the first row of a table."""
    order = list(head)
    menus = [
        n
        for n, i in enumerate(order[:-1])
        if MENU.match(head[i]) and not MENU.match(head[order[n + 1]]) and head[order[n + 1]].count("|") < 2
    ]
    above = (
        [i for i in order[: menus[-1]] if len(head[i]) <= _SITE_NAME and not TITLE_WORD.search(head[i])]
        if menus
        else []
    )
    return dict.fromkeys([*above, *(order[n] for n in menus)], "page furniture")


def _above_location(head: dict[int, str]) -> dict[int, str]:
    """The menu of a site, an entry a line, above the line that says where on the site the page stands.

    It begins with the site's own page (网站首页), and the title follows behind that line.
    """
    order = list(head)
    at = next((n for n, i in enumerate(order) if n and LOCATION.match(head[i])), 0)
    above = order[:at]
    named = at == 1 and _SITE.search(head[order[0]]) is not None
    menu = named or (
        any(WORD.match(head[i]) for i in above[:2])
        and all(len(head[i]) <= _ENTRY and not TITLE_WORD.search(head[i]) and not is_sentence(head[i]) for i in above)
    )
    titled = any(len(head[i]) > _ENTRY and not first_rule(HEAD, head[i]) for i in order[at + 1 :])
    return dict.fromkeys(above, "page furniture") if menu and titled else {}


def _clean_tail(body: list[tuple[int, str]], head_lines: set[str]) -> dict[int, str]:
    """From the first tail line with no full paragraph behind it on, everything is the page's.

    So is what repeats, behind the last paragraph, the lines the page began with.
    """
    opening = "".join(text for _, text in body[:3])
    top = next((n for n, (_, text) in enumerate(body[:_OPENING]) if len(text) >= _FULL), 0)
    first_at = {text: n for n, (_, text) in reversed(list(enumerate(body[: max(top, 6)])))}
    last = next((n for n in reversed(range(len(body))) if _is_text(body[n][1], opening, n)), -1)
    full = next((n for n in reversed(range(len(body))) if _is_full(body[n][1], opening, n)), -1)
    first = next((n for n in range(full + 1, len(body)) if TAIL_START.match(body[n][1])), len(body))
    if first <= last and any(marker(text) for _, text in body[first : last + 1]):
        first = next((n for n in range(last + 1, len(body)) if TAIL_START.match(body[n][1])), len(body))
    rules = {body[n][0]: "page tail" for n in range(first, len(body))}
    for n in range(first - 1, max(full, 5), -1):
        if body[n][1] not in head_lines and first_at.get(body[n][1], n) == n:
            break
        rules[body[n][0]] = "repeated title"
    return rules


def _is_text(line: str, opening: str, position: int) -> bool:
    """A paragraph, heading or item of the text; not a page's repetition of the speech's first words."""
    if TAIL_START.match(line) or (position > 5 and len(line) > 12 and line in opening):
        return False
    return line[-1] not in ":：" and is_sentence(line) and (len(line) >= 12 or marker(line) is not None)


def _is_full(line: str, opening: str, position: int) -> bool:
    return len(line) >= _FULL and _is_text(line, opening, position)


def _repeated_title(head: dict[int, str], dropped: list[int]) -> dict[int, str]:
    """The page's own headline, when the document's title follows, behind furniture, in (nearly) the same words.

    The same line twice in a row is one title, too.
    """
    lines = list(head)
    rules = {a: "repeated title" for a, b in itertools.pairwise(lines) if _same(head[a], head[b])}
    first = next((n for n, i in enumerate(lines) if any(lines[0] < j < i for j in dropped)), 0) if lines else 0
    below = {head[i] for i in lines[first:]}
    above = [i for i in lines[:first] if not (_OCCASION.match(head[i]) and head[i] in below)]
    site = _bigrams("".join(head[i] for i in above))
    own: set[str] = set()
    for i in lines[first : first + 5] if site else ():
        if _OCCASION.match(head[i]) or is_sentence(head[i]) or "。" in head[i]:
            break
        own |= _bigrams(head[i])
        if len(site & own) >= 0.7 * len(site):
            return rules | dict.fromkeys(lines[:first], "repeated title")
    return rules


def _same(line: str, other: str) -> bool:
    """Whether two lines have the same words, whatever signs stand between them, or the first but adds its site's name."""
    if len(line) > len(other) > 7 and line.startswith(other):
        return line[len(other) :].strip()[:1] in ("_", "-", "|", "–", "—")
    return len(line) == len(other) and re.sub(r"\W", "", line) == re.sub(r"\W", "", other) != ""


def _bigrams(text: str) -> set[str]:
    letters = re.sub(r"\W", "", text)
    return {letters[i : i + 2] for i in range(len(letters) - 1)}

"""Cleaning by named rules: which source lines are the document's and which are the page's it was copied from.

A line is dropped whole or kept whole. Rules that match ordinary words (下载, 大, 收藏) apply only outside the body:
in the head, before the text begins, and in the tail, behind its last full paragraph.
"""

import re
from collections.abc import Callable

from corpus.markers import marker
from corpus.model import Block, Dropped

GREETING = re.compile(
    r"(?:尊敬的)?(?:各位|同志们|同学们|朋友们|女士们|老师们|主席[，、]|主任[，、])[^。]{0,30}[：:！!，,]?$|(?:各位代表|同志们|各位委员)[：:！!，,]"
)
"""A line or line opening that addresses the audience: the text has begun."""

_ENDS_SENTENCE = re.compile(r"[。！？!?…；;：:][”’」』）)】]*$")
_PAGE_MARK = re.compile(
    r"[—\-–－―\s]*(?:PAGE\s*)?\d{1,4}[—\-–－―\s]+$|[—\-–－―]+\s*(?:PAGE\s*)?\d{1,4}\s*[—\-–－―]*$"
    r"|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?$|(?i:page)\s*\d+(?:\s*of\s*\d+)?$"
)
_RULE_LINE = re.compile(r"[\-=_*~—·.]{6,}$")
_SITE_TERMS = re.compile(
    r"book118|原创力文档|豆丁网|道客巴巴|百度文库|本文档共\d+页|VIP文档|成为VIP|版权申诉|法宝引证码|原文链接：?http"
)
_CONTENTS_LINE = re.compile(r".{2,60}?(?:[.…·．]{3,}|\t+)\s*\d{1,4}$")
_NEWSPAPER_JUMP = re.compile(r"[（(](?:下转|上接|紧接)第.{1,6}版[)）]$")

_WORD = re.compile(
    r"(?:下载|打印|全屏|收藏|加大|还原|减小|大|中|小|[【】|×><》《\[\]]+|首页|分享|正文|字体|字号|关闭|返回|[大中小\s]{2,6}"
    r"|[【\[]?(?:字体|字号)[：:]?.{0,12}|【?(?:我要)?打印(?:本页)?】?|打印本稿|【?关闭(?:窗口|本页)?】?|语音播报|朗读|繁體|无障碍)$"
)
_LABEL = re.compile(
    r"(?:来源|信息来源|稿件来源|文章来源|时间|发布时间|发布日期|发表时间|更新时间|日期|阅读量|阅读次数|浏览次数|浏览量|点击数|访问量"
    r"|责任编辑|责编|编辑|记者|作者|审核|分享|分享到|您的位置|您现在的位置|当前位置|字体|字号|索引号|发文字号|主题分类|发布机构)\s*[：:](?P<value>.*)$"
)
_LOCATION = re.compile(r"(?:您的位置|您现在的位置|当前位置|所在位置)\s*[：:]?")
_TIME_STAMP = re.compile(r"\d{4}\s*[年/.\-]\s*\d{1,2}\s*[月/.\-]\s*\d{1,2}\s*日?\s*\d{1,2}[：:时]\d{1,2}.{0,12}$")
_ISO_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}$")
_CAPTION = re.compile(
    r"(?:摄|供图|资料图片|/图|新华社发)[。）)]?$|(?:作|向大会作)(?:了)?(?:政府)?工作报告。|大会.{0,12}开幕。"
)
_TITLE_WORD = re.compile(r"报告|讲话|致辞|条例|意见|通知|决定|方案|规划|办法|公报|发言|演讲|法$|纲要|批示|贺信")
_OCCASION = re.compile(r"[—\-–（(]|(?:19|20)\d\d年\d+月\d+日|[一二]?[〇○零一二三四五六七八九]{3,4}年")
_TAIL_START = re.compile(
    r"相关(?:报道|阅读|链接|附件|文档|新闻|文章|稿件|解读)|您可能关注|猜你喜欢|最近下载|文档评论|推荐阅读|延伸阅读|热门(?:推荐|文章)"
    r"|(?:【?(?:责任编辑|责编|编辑|审核|校对|监制|值班编委))\s*[：:]|扫一扫|扫码|分享到|分享[：:]|【?\s*(?:我要)?打印本?页|关闭(?:窗口|本页)"
    r"|上一篇|下一篇|返回(?:顶部|首页|列表)|网站地图|版权所有|主办单位|.{0,6}ICP备|》》?点击|附件下载|[【\[]$|收藏$|免责声明"
)

Rule = tuple[str, Callable[[str], object]]
_EVERYWHERE: tuple[Rule, ...] = (
    ("page mark", _PAGE_MARK.match),
    ("separator", _RULE_LINE.match),
    ("site terms", _SITE_TERMS.search),
    ("newspaper jump", _NEWSPAPER_JUMP.match),
    ("contents line", _CONTENTS_LINE.match),
)
_HEAD: tuple[Rule, ...] = (
    ("page furniture", _WORD.match),
    ("source line", _LABEL.match),
    ("time stamp", lambda line: _TIME_STAMP.match(line) or _ISO_DATE.match(line)),
)


def clean(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """Split the lines into those of the document (empty ones left out) and the dropped ones, both in order."""
    lines = [(block, block.text.strip()) for block in blocks]
    rules: dict[int, str] = {}
    filled = [i for i, (_, line) in enumerate(lines) if line]
    for i in filled:
        rule = _first(_EVERYWHERE, lines[i][1])
        if rule and lines[i][0].level is None:
            rules[i] = rule
    terms = [n for n, i in enumerate(filled) if rules.get(i) == "site terms"]
    rules |= dict.fromkeys(filled[terms[0] : terms[-1]] if terms and terms[-1] - terms[0] < 15 else (), "site terms")
    left = [i for i in filled if i not in rules]
    texts = {i: lines[i][1] for i in left}
    head = _head_end([texts[i] for i in left])
    rules |= _clean_head(left[:head], texts)
    rules |= _clean_tail(left[head:], texts, {texts[i] for i in left[:head]})
    rules |= _repeated_site_title([i for i in left[:head] if i not in rules], texts, rules)
    kept = [lines[i][0] for i in filled if i not in rules]
    dropped = [Dropped(lines[i][0].line, lines[i][0].text, rules[i]) for i in sorted(rules)]
    return kept, dropped


def is_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return bool(_ENDS_SENTENCE.search(line))


def _first(rules: tuple[Rule, ...], line: str) -> str | None:
    return next((name for name, matches in rules if matches(line)), None)


def head_end(blocks: list[Block]) -> int:
    """How many of the lines stand before the text begins: before the greeting, first heading or full paragraph."""
    return _head_end([block.text.strip() for block in blocks])


def _head_end(lines: list[str]) -> int:
    for n, line in enumerate(lines[:60]):
        if GREETING.match(line) or (len(line) > 90 and is_sentence(line) and not _CAPTION.search(line)):
            return n
        found = marker(line)
        if found and found.number == 1 and n and found.family != "letter":
            return n
    return min(len(lines), 60)


def _clean_head(head: list[int], texts: dict[int, str]) -> dict[int, str]:
    rules: dict[int, str] = {}
    location, label = False, False
    for i in head:
        line = texts[i]
        labelled = _LABEL.match(line)
        if _LOCATION.match(line):
            location, rules[i] = True, "breadcrumb"
        elif rule := _first(_HEAD, line):
            rules[i] = rule
        elif label and len(line) <= 20 and not _TITLE_WORD.search(line):
            rules[i] = "source line"
        elif location and len(line) <= 10 and not _TITLE_WORD.search(line):
            rules[i] = "breadcrumb"
        elif _TITLE_WORD.search(line):
            location = False
        label = bool(labelled and not labelled["value"].strip())
    if rules:
        for i in head:
            if i not in rules and is_sentence(texts[i] + "。") and _CAPTION.search(texts[i]):
                rules[i] = "caption"
    return rules


def _clean_tail(body: list[int], texts: dict[int, str], head_lines: set[str]) -> dict[int, str]:
    """From the first tail line behind the last paragraph of the text on, everything is the page's."""
    opening = "".join(texts[i] for i in body[:3])
    last = next((n for n in reversed(range(len(body))) if _is_text(texts[body[n]], opening, n)), -1)
    first = next((n for n in range(last + 1, len(body)) if _TAIL_START.match(texts[body[n]])), len(body))
    rules = {body[n]: "page tail" for n in range(first, len(body))}
    for n in range(first - 1, last, -1):
        if texts[body[n]] not in head_lines:
            break
        rules[body[n]] = "repeated title"
    return rules


def _is_text(line: str, opening: str, position: int) -> bool:
    """A paragraph, heading or item of the text; not a page's repetition of the speech's first words."""
    if _TAIL_START.match(line) or (position > 5 and len(line) > 12 and line in opening):
        return False
    return line[-1] not in ":：" and is_sentence(line) and (len(line) >= 12 or marker(line) is not None)


def _repeated_site_title(head: list[int], texts: dict[int, str], rules: dict[int, str]) -> dict[int, str]:
    """The site's own headline above its source line, when the document's title follows in (nearly) the same words."""
    first = next((n for n, i in enumerate(head) if any(head[0] < j < i for j in rules)), None) if head else None
    if not first:
        return {}
    site = _bigrams("".join(texts[i] for i in head[:first]))
    own: set[str] = set()
    for i in head[first : first + 3]:
        if _OCCASION.match(texts[i]):
            break
        own |= _bigrams(texts[i])
        if site and len(site & own) >= 0.7 * len(site):
            return dict.fromkeys(head[:first], "repeated title")
    return {}


def _bigrams(text: str) -> set[str]:
    letters = re.sub(r"\W", "", text)
    return {letters[i : i + 2] for i in range(len(letters) - 1)}

"""The same question written otherwise: another script, width or numerals, no punctuation, politeness, one wrong character.

Nothing but the last changes what is asked, so the answer should stay the same.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import opencc

from corpus.chinese.numbers import parse_digits, parse_number, write_digits, write_number

SLIPS = 3
"""Wrong characters tried for every question, one at a time: with 100 questions a share of 0.85 that stays has then
a standard error of two points."""

HOMOPHONES = """
的地得 在再载 做作坐座 会汇惠绘 工公功攻 他她它 是事市式世 有友由优 和合何河 为未位围 人认仁任 时实食石 以已意议 到道倒
中种重钟 大打达答 上尚伤商 国过果锅 年念粘 发法罚 成城程承 进近劲尽 新心欣辛 生升声胜 设社射 建见件健 经精京惊 济计技际
民名明鸣 政正证争 府服福付 资姿咨滋 金今斤巾 业页夜叶 企起气器 农弄浓 村存 乡香相箱 教交叫较 育玉预遇 学雪血 医一衣依
药要耀 保报宝饱 险显现县 环还换缓 境静竞净 水谁睡 林临邻淋 电店点典 网往望忘 数树术述 安按案岸 全权泉 生省圣 产铲
品拼贫 质志制治 量亮两良 管关观官 理里力利 老劳牢 青清轻请 少绍稍 住助主注 房方防访 车扯 路录陆露 交焦郊 通同统童 高告搞
速素诉 投头透 增曾赠 长常场厂 收手首受 入如 支知之只 出初除处 项向象像 目木幕 改该概 革格隔 开凯 放芳 创窗床 税岁碎
补不步部 贴铁 就九久旧 员园原元 考烤 招找照 租组足 费飞非 幼又右 养样氧洋 病并兵 看刊砍 买卖迈 小晓校笑 钱前千签
"""
"""Groups of characters of one sound (tones aside) that are often typed for one another; written by hand."""

_ARABIC = re.compile(r"(?<![\d.])(\d{1,4})(?![\d.])(年?)")
_HAN = re.compile(
    r"(?<=第)[一二三四五六七八九十百]+|[一二][〇零一二三四五六七八九]{3}(?=年)|[一二三四五六七八九十百]{2,}"
)
_WORDS = re.compile(r"一五(?=规划|时期|期间|末)|百分之|千百|十百|百十|一一|一百")
_NOT_TOUCHED = frozenset("零〇一二三四五六七八九十百千万亿两第")
"""A wrong numeral asks for something else."""


def traditional(question: str) -> str:
    return str(_converter("s2t").convert(question))


def simplified(question: str) -> str:
    return str(_converter("t2s").convert(question))


def full_width(question: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in question)


def half_width(question: str) -> str:
    return unicodedata.normalize("NFKC", question)


def arabic_numerals(question: str) -> str:
    """十一 and 第三 as 11 and 第3; single numerals elsewhere are as often words (一些, 两手) and stay."""

    def written(found: re.Match[str]) -> str:
        numeral = found[0]
        if len(numeral) == 4 and not set(numeral) & set("十百"):
            return parse_digits(numeral)
        whole = len(numeral) == 1 or bool(set(numeral) & set("十百"))
        number = parse_number(numeral) if whole and not _WORDS.search(numeral) else None
        return str(number) if number else numeral

    return _HAN.sub(written, question)


def full_width_numerals(question: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in arabic_numerals(question))


def chinese_numerals(question: str) -> str:
    """Whole numbers up to 9999 in Chinese, years digit by digit: 2025年 as 二〇二五年, 15 as 十五."""
    return _ARABIC.sub(_in_chinese, question)


def _in_chinese(found: re.Match[str]) -> str:
    number, year = found[1], found[2]
    return (write_digits(number) if year and len(number) == 4 else write_number(int(number))) + year


def without_punctuation(question: str) -> str:
    """Punctuation and spaces go, but for those between two digits or two letters."""
    return re.sub(r"(?<![A-Za-z0-9])[^\w]+|[^\w]+(?![A-Za-z0-9])", "", question)


def with_please(question: str) -> str:
    return f"请问{_ended(question, particle='呢')}？"


def with_trouble(question: str) -> str:
    return f"麻烦问一下，{_ended(question, particle='啊')}，谢谢"


def with_wish(question: str) -> str:
    return f"你好，我想了解一下{_ended(question)}"


FORMS: dict[str, Callable[[str], str]] = {
    "traditional": traditional,
    "simplified": simplified,
    "full width": full_width,
    "half width": half_width,
    "digits": arabic_numerals,
    "full-width digits": full_width_numerals,
    "Chinese numerals": chinese_numerals,
    "no punctuation": without_punctuation,
    "请问…呢": with_please,
    "麻烦问一下…啊，谢谢": with_trouble,
    "你好，我想了解一下…": with_wish,
}


def homophone_slips(question: str, seed: int) -> list[str]:
    """Up to SLIPS ways of writing it with one character replaced by another of its sound."""
    return _slips(question, seed, lambda c: _alike().get(c, ""))


def random_slips(question: str, seed: int) -> list[str]:
    """Up to SLIPS ways of writing it with one Chinese character replaced by any frequent one."""
    frequent = "".join(sorted(_alike()))
    return _slips(question, seed, lambda c: frequent if "\u4e00" <= c <= "\u9fff" else "")


def _slips(question: str, seed: int, choices: Callable[[str], str]) -> list[str]:
    # The question's own text joins the seed, so that leaving one question out does not change the others.
    chance = random.Random(f"{seed} {question}")
    positions = [i for i, c in enumerate(question) if c not in _NOT_TOUCHED and choices(c)]
    written = []
    for i in chance.sample(positions, min(SLIPS, len(positions))):
        others = [c for c in choices(question[i]) if c != question[i] and c not in _NOT_TOUCHED]
        written.append(question[:i] + chance.choice(others) + question[i + 1 :])
    return written


def _ended(question: str, *, particle: str = "") -> str:
    """Without the closing punctuation, and with `particle` at the end where none stands there yet."""
    bare = question.rstrip("？?。！!，, \n")
    return bare if bare.endswith(("呢", "啊", "吗", "吧", "么")) else bare + particle


@cache
def _alike() -> dict[str, str]:
    """Every character of HOMOPHONES with all others of its groups; all are frequent ones."""
    alike: dict[str, str] = {}
    for group in HOMOPHONES.split():
        for character in group:
            alike[character] = alike.get(character, "") + group.replace(character, "")
    return alike


@cache
def _converter(way: str) -> Any:
    return opencc.OpenCC(way)

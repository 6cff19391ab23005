"""Numbers as Word writes them in automatic numbering: the formats of ST_NumberFormat (ECMA-376 part 1, 17.18.59)."""

from collections.abc import Callable

_HAN, _LEGAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, form: str) -> str:
    """`number` as the format `form` (`chineseCounting`) writes it; decimal in formats of other languages, as Word does.

    `bullet` and `none` write nothing.
    """
    write = _FORMATS.get(form)
    return write(number) if write and 0 <= number < 10_000 else str(number)


def _counting(number: int, digits: str = _HAN, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """一百零一, 二十三; ten to nineteen without 一."""
    text, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + units[place]
        gap = digit == 0
    return text.removeprefix("一") if digits is _HAN and 10 <= number < 20 else text or digits[0]


def _positional(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _chinese_counting(number: int) -> str:
    """Word counts 一 to 九十九 in words and goes on in digits."""
    return _counting(number) if number < 100 else _positional(number)


def _legal(number: int) -> str:
    return _counting(number, _LEGAL, ("", "拾", "佰", "仟"))


def _letters(number: int) -> str:
    """a to z, then aa, bb."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _from(first: str, count: int) -> Callable[[int], str]:
    """The characters from `first` on, decimal behind the last."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: "".join(chr(ord("０") + int(digit)) for digit in str(n)),
    "decimalFullWidth2": lambda n: "".join(chr(ord("０") + int(digit)) for digit in str(n)),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": _counting,
    "chineseLegalSimplified": _legal,
    "japaneseCounting": _counting,
    "japaneseDigitalTenThousand": _positional,
    "ideographDigital": _positional,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": _counting,
    "taiwaneseDigital": _positional,
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "bullet": lambda n: "",
    "none": lambda n: "",
}

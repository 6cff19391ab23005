"""Numbers as Word writes them in automatic numbering: the formats of ST_NumberFormat (ECMA-376 part 1, 17.18.59)."""

from collections.abc import Callable

from corpus.chinese.numbers import LARGEST, write_digits, write_number

_LEGAL_DIGITS, _LEGAL_UNITS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def numeral(number: int, form: str) -> str:
    """`number` as the format `form` (`chineseCounting`) writes it; decimal in formats of other languages, as Word does.

    `bullet` and `none` write nothing.
    """
    write = _FORMATS.get(form)
    return write(number) if write and 0 <= number <= LARGEST else str(number)


def _chinese_counting(number: int) -> str:
    """Word counts 一 to 九十九 in words and goes on in digits."""
    return write_number(number) if number < 100 else write_digits(number)


def _legal(number: int) -> str:
    return write_number(number, digits=_LEGAL_DIGITS, units=_LEGAL_UNITS)


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
    "chineseCountingThousand": write_number,
    "chineseLegalSimplified": _legal,
    "japaneseCounting": write_number,
    "japaneseDigitalTenThousand": write_digits,
    "ideographDigital": write_digits,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": write_number,
    "taiwaneseDigital": write_digits,
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

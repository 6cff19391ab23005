"""Numbers of a workbook as its program shows them: by number formats (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: "yyyy年m月",
    28: "m月d日",
    31: "yyyy年m月d日",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    57: "yyyy年m月",
    58: "m月d日",
}
"""The formats that have a number instead of being written out, in the Chinese edition; others are shown as General."""

_SIGNS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
"""Literals in quotes or behind a stroke, currencies, conditions and colours, and what only fills the width."""
_PLACES = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_DATE = re.compile(r"[ymdhs]", re.I)
_DATE_PARTS = re.compile(r"y+|m+|d+|h+|s+|AM/PM|上午/下午", re.I)
_LARGEST, _LONGEST = 10**12, 14
"""What numbers and formats, in characters, decimals of the usual precision can be written for."""
_FIRST_DAY = datetime(1899, 12, 30)
_LAST_DAY = 2_958_465
"""The last of the year 9999."""


def shown_number(value: str, form: str) -> str:
    """The number `value` (as stored) in the format `form`, `value` itself where it is none."""
    try:
        number = Decimal(f"{float(value):.15g}")
    except (ValueError, InvalidOperation, OverflowError):
        return value
    if not number.is_finite():
        return value
    sections = form.split(";")
    section = sections[1] if number < 0 and len(sections) > 1 and sections[1] else sections[0]
    literals: list[str] = []
    bare = _SIGNS.sub(lambda found: _kept(next((g for g in found.groups() if g), ""), literals), section)
    if _DATE.search(bare) and not re.search("[#0?]", bare.replace(".0", "")):
        return _restored(_date(number, bare), literals) or value
    places = _PLACES.search(bare)
    if not places or "E" in bare or "/" in bare or abs(number) > _LARGEST or len(places[0]) > _LONGEST:
        return _general(number)
    shown = _placed(abs(number) * (100 if "%" in bare else 1), places[0])
    sign = "-" if number < 0 and len(sections) < 2 and Decimal(shown.replace(",", "")) else ""
    return sign + _restored(bare[: places.start()] + shown + bare[places.end() :], literals).strip()


def _kept(literal: str, literals: list[str]) -> str:
    """A stand-in for `literal` that no format means anything by."""
    literals.append(literal)
    return chr(0xE000 + len(literals) - 1)


def _restored(text: str, literals: list[str]) -> str:
    for number, literal in enumerate(literals):
        text = text.replace(chr(0xE000 + number), literal)
    return text


def _general(number: Decimal) -> str:
    return format(number.normalize(), "f") if abs(number) < Decimal("1e20") else str(number)


def _placed(number: Decimal, places: str) -> str:
    """`number` with the digits that `places` (`#,##0.0`) asks for."""
    whole, _, fraction = places.rstrip(",").partition(".")
    number /= Decimal(1000) ** (len(places) - len(places.rstrip(",")))
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = format(rounded, ",f" if "," in whole else "f")
    before, _, after = text.partition(".")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    after = after[: len(after) - optional] + after[len(after) - optional :].rstrip("0")
    return before.zfill(whole.count("0")) + (f".{after}" if after else "")


def _date(number: Decimal, form: str) -> str:
    """The moment `number`, in days, as `form` (`yyyy/m/d`) writes it; "" where it is none."""
    if not 0 <= number <= _LAST_DAY:
        return ""
    moment = _FIRST_DAY + timedelta(days=float(number)) + timedelta(milliseconds=1)
    half_days = "AM/PM" in form.upper() or "上午" in form
    parts = _DATE_PARTS.findall(form)
    written = []
    for at, part in enumerate(parts):
        beside = [p[0].lower() for p in (*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2])]
        is_minute = part[0] in "mM" and (beside[:1] == ["h"] or "s" in beside)
        written.append(_date_part("n" * len(part) if is_minute else part.lower(), moment, half_days))
    rest = iter(written)
    return _DATE_PARTS.sub(lambda _: next(rest), form)


def _date_part(part: str, moment: datetime, half_days: bool) -> str:
    if part[0] not in "ymdhns" or "/" in part:
        return ("上午" if moment.hour < 12 else "下午") if part[0] == "上" else moment.strftime("%p")
    if part[0] == "y":
        return f"{moment.year:04d}" if len(part) > 2 else f"{moment.year % 100:02d}"
    hour = (moment.hour - 1) % 12 + 1 if half_days else moment.hour
    value = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[part[0]]
    return f"{value:02d}" if len(part) == 2 else str(value)

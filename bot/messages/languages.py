"""Which language is spoken with whom."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from bot.messages.catalogue import Texts
from bot.messages.chinese import CHINESE
from bot.messages.english import ENGLISH

TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
"""Beginnings of the language codes of those who read traditional characters."""


def texts(language_code: str | None = None) -> Texts:
    """The texts for a language code such as `en-GB` or `zh-hant`: English for every other language than Chinese.

    Chinese where no language is known.
    """
    code = (language_code or "").lower().replace("_", "-")
    if code.startswith(TRADITIONAL):
        return traditional_texts()
    return CHINESE if code.split("-")[0] in ("", "zh") else ENGLISH


def spoken_language(configured: str, environment: Mapping[str, str]) -> str:
    """`zh` or `en`: as configured; for `auto` English where the locale is English, else Chinese."""
    if configured != "auto":
        return configured
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, names), "").lower().startswith("en") else "zh"


@cache
def traditional_texts() -> Texts:
    """The Chinese texts in traditional characters and in the words that are usual there, made on first use."""
    from opencc import OpenCC  # its dictionaries are loaded for those who need them

    converter = OpenCC("s2twp")

    def converted(value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            return type(value)(**{field.name: converted(getattr(value, field.name)) for field in fields(value)})
        return converter.convert(value)

    made: Texts = converted(CHINESE)
    return made

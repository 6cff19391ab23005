"""Every text the bot says in its own voice, in Chinese and in English.

Quotations never pass through here: they come from documents and are not translated. Texts are plain; whoever shows
them escapes them for the channel. Values are filled in with `str.format`, whose arguments are never interpreted.
"""

from bot.messages.chinese import CHINESE
from bot.messages.english import ENGLISH
from bot.messages.texts import Texts

__all__ = ["CHINESE", "ENGLISH", "LANGUAGES", "Texts", "texts"]

LANGUAGES = {"zh": CHINESE, "en": ENGLISH}


def texts(language_code: str | None = None) -> Texts:
    """The texts for a Telegram `language_code` such as `en-GB`: English for English, Chinese for everything else."""
    return LANGUAGES.get((language_code or "").lower().replace("_", "-").split("-")[0], CHINESE)

"""Every text that the bot says in its own voice, in simplified and traditional Chinese and in English.

`catalogue` holds the records, `chinese` and `english` what is said in each language; traditional Chinese is made from
the simplified. Quotations never pass through here: they come from documents and are neither translated nor converted.
Texts are plain; whoever shows them escapes them for the channel. Values are filled in with `str.format`, whose
arguments are never interpreted.
"""

from bot.messages.catalogue import Texts
from bot.messages.chinese import CHINESE
from bot.messages.english import ENGLISH
from bot.messages.languages import texts

__all__ = ["CHINESE", "ENGLISH", "Texts", "texts"]

"""A copy of the draft with what was found: a Word file with comments, else its text with notes as Markdown writes them."""

from collections.abc import Sequence

from bot.drafts.reading import Draft
from bot.drafts.reporting import note_on, shown_in_copy
from bot.messages import Texts
from retrieval.drafts.checked import CheckedQuote

WORD, TEXT = ".docx", ".md"


def marked_copy(draft: Draft, checked: Sequence[CheckedQuote], texts: Texts) -> tuple[bytes, str]:
    """The copy, and the ending of its file name. A Word file that is commented once cannot be again."""
    if draft.word is not None:
        comments = [((one.start, one.end), _comment(one, draft.word.margins, texts)) for one in checked]
        return draft.word.commented(comments, texts.drafts.author), WORD
    return _noted(draft.text, checked, texts).encode(), TEXT


def _comment(one: CheckedQuote, margins: int, texts: Texts) -> str:
    """The note; with the words that it is about where it cannot stand at them."""
    note = note_on(one, texts)
    return note if one.start < margins else texts.drafts.in_margin.format(words=one.words, note=note)


def _noted(text: str, checked: Sequence[CheckedQuote], texts: Texts) -> str:
    """Nothing of the draft is changed; a mark `[^1]` stands behind each quotation, and its note at the end."""
    pieces, at = [], 0
    for number, one in enumerate(checked, 1):
        end = one.end + (text[one.end : one.end + 1] in shown_in_copy(one))
        pieces += [text[at:end], f"[^{number}]"]
        at = end
    notes = [f"[^{n}]: {' '.join(note_on(one, texts).split())}\n" for n, one in enumerate(checked, 1)]
    return "".join([*pieces, text[at:].rstrip("\n"), "\n\n", *notes])

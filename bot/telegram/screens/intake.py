"""What admins see of files that they have sent: how each would be understood, what to check, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.holdings.filing import Incoming
from bot.holdings.inspecting import Outlook
from bot.messages import Texts
from bot.rendering import BYLINE, ELSEWHERE, TITLE, Part, notice, shorten
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.screens.quotes import Row, Screen, button
from corpus.document import Document
from retrieval.quotes.records import byline

CANCEL, TAKE_IN, REPLACE = range(3)
"""The numbers of the buttons."""
ONE, SEVERAL = 12, 3
"""Headings shown of a single document, and of each of several."""
DOCUMENTS = 10
"""Documents shown; of more the number is said."""
CHECKS = 5
"""Things to check that are named of one document."""
REFUSED, NAMED = 15, 3
"""Lines of files that are refused, and names in one of them."""
_HEADING, _NAME = 60, 60


@dataclass(frozen=True, slots=True)
class Intake:
    """Files that may be taken in, the documents in them, why others may not (name and phrase), and the paths of the old versions."""

    files: tuple[Incoming, ...]
    documents: tuple[Outlook, ...]
    refused: tuple[tuple[str, str], ...]
    replaced: tuple[str, ...]
    notes: tuple[str, ...] = ()


def intake_screen(intake: Intake, key: str, say: Texts) -> Screen:
    """All that was sent at once, with the decision where there is one to make."""
    texts, count = say.holdings, len(intake.documents)
    content = [notice(texts.offered.format(count=count) if count else texts.nothing)]
    for outlook in intake.documents[:DOCUMENTS]:
        content += _document(outlook, ONE if count == 1 else SEVERAL, say)
    if count > DOCUMENTS:
        content.append(notice(texts.more.format(count=count - DOCUMENTS)))
    if intake.refused:
        content.append(notice(texts.refused))
        lines = say.reasons.grouped_phrases(((shorten(n, _NAME), phrase) for n, phrase in intake.refused), NAMED)
        content += [Part("suggestion", f"• {line}") for line in lines[:REFUSED]]
        if len(lines) > REFUSED:
            content.append(notice(texts.more.format(count=len(lines) - REFUSED)))
    content += [notice(note) for note in intake.notes]
    return Screen(content, intake_rows(intake, key, say))


def intake_rows(intake: Intake, key: str, say: Texts) -> list[Row]:
    """收录, 取消, and 替换旧版 where there is an old version."""
    texts = say.holdings
    if not intake.files:
        return []
    rows = [
        [button(texts.take_in, Press(Act.INTAKE, key, TAKE_IN)), button(texts.cancel, Press(Act.INTAKE, key, CANCEL))]
    ]
    return [*rows, [button(texts.replace, Press(Act.INTAKE, key, REPLACE))]] if intake.replaced else rows


def removal_screen(document: Document, files: Sequence[str], key: str, say: Texts) -> Screen:
    """Whether to take a document out, with the files that go with it."""
    texts = say.holdings
    content = [notice(texts.remove_sure.format(name=shorten(document.name, TITLE)))]
    content += [notice(f"• {shorten(file, TITLE)}") for file in files[:1]]
    if len(files) > 1:
        content += [notice(texts.remove_also), *(notice(f"• {shorten(file, TITLE)}") for file in files[1:DOCUMENTS])]
    yes, no = Press(Act.REMOVE, key, TAKE_IN), Press(Act.REMOVE, key, CANCEL)
    return Screen(content, [[button(texts.remove, yes), button(texts.cancel, no)]])


def listed(title: str, names: Sequence[str], say: Texts) -> list[Part]:
    """A line, and below it the first of the `names`; nothing where there are none."""
    if not names:
        return []
    more = [notice(say.holdings.more.format(count=len(names) - DOCUMENTS))] if len(names) > DOCUMENTS else []
    return [notice(title), *(notice(f"• {shorten(name, TITLE)}") for name in names[:DOCUMENTS]), *more]


def _document(outlook: Outlook, headings: int, say: Texts) -> list[Part]:
    document, texts = outlook.document, say.holdings
    title, said = shorten(document.name, TITLE), shorten(byline(document), BYLINE)
    icon = "📄 "
    facts = texts.facts.format(
        headings=len(document.headings), passages=len(document.passages), characters=len(document.text)
    )
    shown = [h for h in document.headings if h.level <= 2] or list(document.headings)
    least = min((h.level for h in shown), default=1)
    lines = ["　" * (h.level - least) + shorten(" ".join(h.text.split()), _HEADING) for h in shown[:headings]]
    if (further := len(document.headings) - len(lines)) > 0:
        lines.append(texts.further.format(count=further))
    return [
        Part("source", icon + title + (f"　{said}" if said else ""), ((len(icon), len(icon) + len(title)),)),
        Part("suggestion", facts),
        *(Part("suggestion", line) for line in lines),
        *(Part("suggestion", line) for line in _to_check(outlook, say)),
    ]


def _to_check(outlook: Outlook, say: Texts) -> list[str]:
    texts = say.holdings
    known = ((texts.copy, outlook.copies), (texts.older, outlook.older), (texts.newer, outlook.newer))
    lines = [
        words.format(name=shorten(d.name, ELSEWHERE), date=f"（{d.dated}）" if d.dated else "")
        for words, documents in known
        for d in documents[:2]
    ]
    return lines + ["⚠ " + texts.concerns.phrase(concern) for concern in outlook.concerns[:CHECKS]]

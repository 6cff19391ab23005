"""Messages that ask for something other than an answer: 还有吗, 第二条展开, 上下文, 目录, 搜索 …"""

from dataclasses import replace

from telegram import Message

from bot.conversation.surroundings import section_at
from bot.conversation.turns import Understood
from bot.conversation.understanding.named_documents import find_by_name
from bot.excerpts import Kept, still_there
from bot.rendering import notice
from bot.telegram.answers.searching import search_screen
from bot.telegram.screens.buttons import NO_HEADING, new_answer_id
from bot.telegram.screens.contents import contents_screen, documents_screen, section_screen
from bot.telegram.screens.quotes import Screen, context_screen, quote_screen
from bot.telegram.screens.viewer import Reading, citation, heading_path
from bot.telegram.services import Services
from bot.telegram.transport.addressing import is_private
from corpus.document import Document


async def follow_up(
    here: Services,
    message: Message,
    user: int,
    understood: Understood,
    previous: Kept | None,
    reading: Reading,
) -> tuple[Screen, Kept | None]:
    """What to show for a message that is not a question, and the answer to keep for its buttons, if it has any."""
    say = reading.say
    match understood.action:
        case "help":
            return _said(say.telegram.replies.help)
        case "greet":
            return _said(say.telegram.replies.greeting)
        case "thanks":
            return _said(say.telegram.replies.welcome)
        case "unknown":
            return _said(say.telegram.replies.unknown_command)
        case "documents":
            spoken = [d for d in reading.documents if d.speaker == understood.question] if understood.question else None
            return documents_screen(reading, among=spoken), None
        case "search":
            return await search_screen(here, message, user, understood.question, reading)
        case "toc" if understood.question:
            return await here.compute(toc_screen, reading, understood.question), None
    if previous is None:
        return _said(say.telegram.replies.nothing_yet)
    if previous.generation != reading.generation:
        return _said(say.telegram.replies.collection_changed)
    kept = replace(previous, id=new_answer_id(), user=user, asked=message.message_id, message=None)
    if not kept.excerpts:
        return _offered(reading, kept, understood)
    number = _meant(understood, kept)
    if not 0 <= number < len(kept.excerpts):
        return _said(
            say.telegram.replies.no_such_number.format(number=understood.number)
            if understood.number
            else say.telegram.replies.no_more_quotes
        )
    document = still_there(kept.excerpts[number], reading.documents)
    if document is None:
        return _said(say.telegram.replies.collection_changed)
    kept = replace(kept, at=number)
    return _view(reading, kept, document, understood, None if is_private(message) else 0), kept


def toc_screen(reading: Reading, name: str) -> Screen:
    """The contents of the document that `name` names; a choice of several, or that there is none."""
    found = find_by_name(reading.documents, name) or tuple(d for d in reading.documents if name in d.name)
    if not found:
        return Screen([notice(reading.say.telegram.replies.no_such_document.format(name=name[:60]))], [])
    if len(found) > 1:
        return documents_screen(reading, among=found)
    return contents_screen(reading, found[0], NO_HEADING)


def _view(reading: Reading, kept: Kept, document: Document, understood: Understood, page: int | None) -> Screen:
    excerpt, back = kept.excerpts[kept.at], (kept.id, kept.at)
    heading = section_at(document, excerpt.start)
    match understood.action:
        case "context":
            return context_screen(reading, kept, kept.at, document)
        case "expand" | "section":
            return section_screen(reading, document, NO_HEADING if heading is None else heading, back=back)
        case "toc":
            return contents_screen(reading, document, NO_HEADING, back=back)
        case "source":
            path = () if heading is None else heading_path(document, heading)
            lines = (citation(document, path), reading.say.telegram.file.format(file=document.source))
            return Screen([notice(line) for line in lines], [])
    return quote_screen(reading, kept, kept.at, document, page)


def _meant(understood: Understood, kept: Kept) -> int:
    """The excerpt that is asked for, from 0; it may not be there."""
    if understood.number is not None:
        return understood.number - 1
    return kept.at + {"more": 1, "continue": 1, "next": 1, "previous": -1}.get(understood.action, 0)


def _offered(reading: Reading, kept: Kept, understood: Understood) -> tuple[Screen, Kept | None]:
    """After a refusal: the section that is picked by its number among those that were offered."""
    number = (understood.number or 1) - 1
    if understood.action not in ("pick", "quote", "expand", "section") or not 0 <= number < len(kept.sections):
        return _said(reading.say.telegram.replies.no_more_quotes)
    document_id, heading = kept.sections[number]
    document = next((d for d in reading.documents if d.id == document_id), None)
    if document is None:
        return _said(reading.say.telegram.replies.collection_changed)
    return section_screen(reading, document, heading, back=(kept.id, 0)), kept


def _said(text: str) -> tuple[Screen, None]:
    return Screen([notice(text)], []), None

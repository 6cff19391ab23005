"""What the bot remembers across restarts, in a database of its own: an SQLite file, or a PostgreSQL that others share.

Answers are kept as positions in documents, never as text, together with a digest of the text that stood there. The
question itself is kept only where the settings say so. Everything about a person can be deleted by their number.
"""

import json
import logging
import time
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, delete, insert, or_, select, update

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Choice, Turn
from bot.database.connection import Database
from bot.database.opening import Place
from bot.database.schema import ANSWERS, MOVED, PARTS, PREFERENCES, VOTES
from bot.database.statements import given, replacement
from bot.errors import StoreFault
from bot.keeping import Kept, Preferences, Vote, kept_turn
from bot.records import audit, reviews, tallies

log = logging.getLogger(__name__)

_A, _V = ANSWERS.c, VOTES.c
_KEPT = tuple(column for column in _A if column is not _A.made)
"""What an answer is made of again, in the order of the table."""
_NEWEST = (_A.made.desc(), _A.id.desc())
_ID, _CHAT, _USER, _MESSAGE = (given(f"which_{name}") for name in ("id", "chat", "user", "message"))

_BY_ID = select(*_KEPT).where(_A.id == _ID)
_TO_MESSAGE = select(*_KEPT).where(_A.chat == _CHAT, _A.asked == _MESSAGE)
_WITH_PART = _A.id.in_(select(PARTS.c.answer).where(PARTS.c.message == _MESSAGE))
_IN_MESSAGE = (
    select(*_KEPT).where(_A.chat == _CHAT, or_(_A.message == _MESSAGE, _WITH_PART)).order_by(*_NEWEST).limit(1)
)
_OF_USER = select(*_KEPT).where(_A.chat == _CHAT, _A.user == _USER).order_by(*_NEWEST).limit(given("most"))
_PARTS_OF = select(PARTS.c.message).where(PARTS.c.answer == _ID)
_MOVED_TO = select(MOVED.c.new).where(MOVED.c.old == _CHAT)
_CHOSEN = select(PREFERENCES.c.language, PREFERENCES.c.quotes, PREFERENCES.c.length).where(PREFERENCES.c.user == _USER)
_VOTE = (_V.user == _USER, _V.answer == _ID, _V.place == given("which_place"))
_VOTED = select(_V.vote).where(*_VOTE)
_UNVOTE = delete(VOTES).where(*_VOTE, _V.source == given("which_source"))
_VOTES = select(_V.user, _V.answer, _V.place, _V.vote, _V.source).order_by(_V.made, _V.answer, _V.place, _V.user)

_DROP_OLDER = delete(ANSWERS).where(_A.chat == _CHAT, _A.asked == _MESSAGE)
_SENT = update(ANSWERS).where(_A.id == _ID).values(message=_MESSAGE)
_ADD_PART = insert(PARTS)
_TURNED = update(ANSWERS).where(_A.id == _ID).values(at=given("now_at"))
_MOVE = update(ANSWERS).where(_A.chat == _CHAT).values(chat=given("new_chat"))
_ORPHANS = delete(PARTS).where(PARTS.c.answer.not_in(select(_A.id)))
_OF_SOMEBODY = tuple(delete(table).where(table.c.user == _USER) for table in (ANSWERS, VOTES, PREFERENCES))
_BEFORE = given("before")
_OLD_ANSWERS, _OLD_VOTES = delete(ANSWERS).where(_A.made < _BEFORE), delete(VOTES).where(_V.made < _BEFORE)


class Store:
    """The open database. Not for several threads at once: whoever uses it stays on one.

    What cannot be read is as if it were not there; a write that fails raises StoreFault.
    """

    def __init__(self, place: Place) -> None:
        """Open the SQLite file or PostgreSQL `place`, creating the file; None keeps everything in memory. Raises SettingsError
        where that cannot be, StoreFault where a server does not answer."""
        self._db = Database(place, "remember answers")
        self.audit = audit.Audit(self._db)
        self.tallies = tallies.Tallies(self._db)
        self.reviews = reviews.Reviews(self._db)

    def close(self) -> None:
        """Close the connection; nothing is lost."""
        self._db.close()

    def keep(self, answer: Kept) -> None:
        """Remember `answer`; an older one to the same message goes."""
        with self._db.writing() as connection:
            if answer.asked is not None:
                connection.execute(_DROP_OLDER, {"which_chat": answer.chat, "which_message": answer.asked})
            connection.execute(replacement(ANSWERS), _row_of(answer))

    def sent(self, answer_id: str, *messages: int) -> None:
        """The answer stands in these messages of its chat; under the last are its buttons."""
        last = {"which_id": answer_id, "which_message": messages[-1]}
        if len(messages) == 1:
            self._db.run(_SENT, last)
            return
        with self._db.writing() as connection:
            connection.execute(_SENT, last)
            connection.execute(_ADD_PART, [{"answer": answer_id, "message": m} for m in messages[:-1]])

    def migrate(self, old: int, new: int) -> None:
        """The group `old` goes on as `new`."""
        with self._db.writing() as connection:
            connection.execute(replacement(MOVED), {"old": old, "new": new})
            connection.execute(_MOVE, {"which_chat": old, "new_chat": new})

    def chat_now(self, chat: int) -> int:
        """The number under which a chat goes on."""
        found = self._read(_MOVED_TO, which_chat=chat)
        return int(found[0][0]) if found else chat

    def turned(self, answer_id: str, at: int) -> None:
        """Quote `at` is the one being looked at."""
        self._db.run(_TURNED, {"which_id": answer_id, "now_at": at})

    def answer(self, answer_id: str) -> Kept | None:
        """The answer with this id."""
        return self._one(_BY_ID, which_id=answer_id)

    def answer_to(self, chat: int, asked: int) -> Kept | None:
        """The answer to a message."""
        kept = self._one(_TO_MESSAGE, which_chat=chat, which_message=asked)
        if kept is None:
            return None
        return replace(kept, others=tuple(message for (message,) in self._read(_PARTS_OF, which_id=kept.id)))

    def answer_in(self, chat: int, message: int) -> Kept | None:
        """The answer that stands in a message of the bot."""
        return self._one(_IN_MESSAGE, which_chat=chat, which_message=message)

    def latest(self, chat: int, user: int) -> Kept | None:
        """The last answer that `user` was given in `chat`."""
        return self._one(_OF_USER, which_chat=chat, which_user=user, most=1)

    def history(self, chat: int, user: int, most: int) -> list[Kept]:
        """The last answers that `user` was given in `chat`, at `most` so many, oldest first."""
        found = self._read(_OF_USER, which_chat=chat, which_user=user, most=most)
        return [_kept_in(row) for row in reversed(found)]

    def vote(self, user: int, answer_id: str, number: int, vote: Vote | None, source: str) -> None:
        """Remember what `user` thinks of quote `number`, in place of what they thought before; None takes it back."""
        if vote is None:
            which = {"which_user": user, "which_id": answer_id, "which_place": number, "which_source": source}
            self._db.run(_UNVOTE, which)
        else:
            row = {"user": user, "answer": answer_id, "place": number, "vote": vote, "source": source}
            self._db.run(replacement(VOTES), {**row, "made": time.time()})

    def vote_of(self, user: int, answer_id: str, number: int) -> Vote | None:
        """What `user` thinks of quote `number`."""
        found = self._read(_VOTED, which_user=user, which_id=answer_id, which_place=number)
        return found[0][0] if found else None

    def votes(self) -> list[tuple[int, str, int, str, str]]:
        """All votes as (user, answer, quote, vote, source), oldest first."""
        return [(row[0], row[1], row[2], row[3], row[4]) for row in self._db.rows(_VOTES)]

    def preferences(self, user: int) -> Preferences:
        """What `user` has chosen."""
        found = self._read(_CHOSEN, which_user=user)
        return Preferences(*found[0]) if found else Preferences()

    def prefer(self, user: int, chosen: Preferences) -> None:
        """Remember what `user` has chosen."""
        row = {"user": user, "language": chosen.language, "quotes": chosen.quotes, "length": chosen.length}
        self._db.run(replacement(PREFERENCES), row)

    def forget(self, user: int) -> int:
        """Delete everything about `user`; returns how many entries that were."""
        with self._db.writing() as connection:
            gone = [connection.execute(statement, {"which_user": user}).rowcount for statement in _OF_SOMEBODY]
            connection.execute(_ORPHANS)
        self._db.clear_log()
        return sum(gone)

    def purge(self, days: int) -> int:
        """Delete answers and votes older than `days`; returns how many answers that were."""
        before = {"before": time.time() - days * 86_400}
        with self._db.writing() as connection:
            connection.execute(_OLD_VOTES, before)
            gone = connection.execute(_OLD_ANSWERS, before).rowcount
            connection.execute(_ORPHANS)
        return gone

    def _one(self, query: Select[Any], **which: Any) -> Kept | None:
        found = self._read(query, **which)
        return _kept_in(found[0]) if found else None

    def _read(self, query: Select[Any], **which: Any) -> list[Any]:
        try:
            return self._db.rows(query, which)
        except StoreFault as fault:
            log.error("the store could not be read: %s", fault)
            return []


def _row_of(kept: Kept) -> dict[str, Any]:
    """The row of the table that holds `kept`."""
    turn = kept.turn
    quotes = [
        [q.document_id, q.start, q.end, q.highlights, digest]
        for q, digest in zip(turn.quotes, kept.digests, strict=True)
    ]
    return {
        "id": kept.id,
        "user": kept.user,
        "chat": kept.chat,
        "asked": kept.asked,
        "message": kept.message,
        "generation": kept.generation,
        "kind": turn.kind,
        "places": json.dumps(quotes),
        "sections": json.dumps([[choice.document_id, choice.heading] for choice in turn.offered]),
        "near": turn.near,
        "at": turn.at,
        # PostgreSQL takes every character but this one.
        "question": turn.question.replace("\0", "\ufffd") or None,
        "made": time.time(),
        "stated": turn.stated,
        "offer": turn.offer,
    }


def _kept_in(row: Any) -> Kept:
    """What `_KEPT` of a row hold."""
    name, user, chat, asked, message, generation, kind, found, sections, near, at, question, stated, offer = row
    rows = json.loads(found)
    quotes = tuple(Stretch(document, a, b, tuple((c, d) for c, d in spans)) for document, a, b, spans, _ in rows)
    offered = tuple(Choice(document, heading) for document, heading in json.loads(sections))
    found_then = Turn(quotes=quotes, near=near, kind=kind, offered=offered, stated=stated, offer=offer)
    turn = kept_turn(found_then, at=at, question=question or "")
    return Kept(name, user, chat, asked, generation, turn, tuple(digest for *_, digest in rows), message)

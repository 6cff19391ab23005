"""/eval: the configured questions asked of what serves, in the background; measures, a comparison with the last run and a picture
come as the report."""

import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress

from telegram import Message, Update
from telegram.error import TelegramError

from bot.errors import BotError
from bot.messages import Texts
from bot.operating.evaluating import questions_to_evaluate
from bot.operating.evaluation_report import kept_run_file
from bot.records.audit import Ending
from bot.rendering import Part, notice
from bot.telegram.background_evaluation import EvaluationStopped
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery
from retrieval.errors import RetrievalError
from retrieval.evaluation.questions.sets import QuestionSet
from retrieval.snapshot import Snapshot

log = logging.getLogger(__name__)


async def begin_evaluation(update: Update, context: Context) -> None:
    """/eval by an admin; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    if here.evaluation.reached is not None:
        done, total = here.evaluation.reached
        await delivery.send_reply(message, [notice(say.records.eval_busy.format(done=done, total=total))], say)
        return
    try:
        asked = questions_to_evaluate(here.settings)
    except (BotError, RetrievalError) as fault:
        # Where the file lies is nobody's business in a chat.
        file = here.settings.evaluation.questions
        reason = str(fault).replace(str(file), file.name) if file else str(fault)
        await delivery.send_reply(message, [notice(say.records.eval_failed.format(reason=reason))], say)
        return
    here.evaluation.start(_measured(here, message, asked, say), len(asked.questions))


async def _measured(here: Services, command: Message, asked: QuestionSet, say: Texts) -> None:
    """Say that it begins, measure, and let the same message say what came of it; a new one where that is gone. The picture
    follows."""
    snapshot = here.collection.snapshot()
    started = [notice(say.records.eval_started.format(count=len(asked.questions)))]
    shown = None
    with suppress(TelegramError):
        shown = (await delivery.send_reply(command, started, say))[-1]
    ending: Ending = "done"
    picture = None
    try:
        assert isinstance(snapshot, Snapshot), "the collection of `yuanwen bot`"
        report = await here.evaluation.measure(snapshot, asked, kept_run_file(here.settings), say)
        lines, picture = report.lines, report.picture
    except EvaluationStopped:
        ending, lines = "cancelled", [say.records.eval_stopped]
    except BotError as fault:
        ending, lines = "failed", [say.records.eval_failed.format(reason=fault)]
    except Exception as error:
        incident = secrets.token_hex(4)
        log.error("incident %s: an evaluation failed", incident, exc_info=error)
        here.store.tallies.add("errors")
        ending, lines = "failed", [say.records.eval_crashed.format(incident=incident)]
    who = command.from_user.id if command.from_user else 0
    here.store.audit.record(who, "evaluate", snapshot.id, ending=ending, note=str(len(asked.questions)))
    await _told(command, shown, [notice(line) for line in lines], say)
    if picture is not None:
        caption = [notice(say.evaluation_picture.caption.format(generation=snapshot.id))]
        try:
            await delivery.send_picture(command, picture, caption)
        except TelegramError as error:
            log.warning("the picture of an evaluation did not arrive: %s", error)


async def _told(command: Message, shown: Message | None, content: Sequence[Part], say: Texts) -> None:
    if shown is not None:
        with suppress(TelegramError):
            await delivery.edit(shown, content, say)
            return
    with suppress(TelegramError):
        await delivery.send_reply(command, content, say)

"""/status: how the bot and its library are doing."""

from telegram import Update

from bot.operating.status import Stage, Work, of_process, served_by, status_lines, status_of
from bot.rendering import notice
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery

_STAGES: dict[str, Stage] = {"read": "read", "encode": "encode"}


async def status(update: Update, context: Context) -> None:
    """/status by an admin; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    served = served_by(here.collection.snapshot(), here.settings.library)
    found = of_process(status_of(here.settings, here.store, served), _work(here))
    await delivery.send_reply(message, [notice(line) for line in status_lines(found, say)], say)


def _work(here: Services) -> list[Work]:
    work = []
    if (build := here.reloads.reached) is not None and build[0] in _STAGES:
        work.append(Work(_STAGES[build[0]], *build[1:]))
    if (deepening := here.deepening.reached) is not None:
        work.append(Work("deepen", *deepening))
    if (evaluation := here.evaluation.reached) is not None:
        work.append(Work("evaluate", *evaluation))
    return work

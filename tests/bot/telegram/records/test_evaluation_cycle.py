"""From a 👎 in the chat to the gate: the question is listed, accepted, evaluated, and its loss stops what loses it."""

import shutil
from pathlib import Path

from bot.messages import CHINESE
from bot.operating.labelling import COLLECTED_FILE
from bot.settings import Settings
from bot.terminal.evaluation import Wanted, evaluate
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.evaluation.questions.sets import read_question_set
from retrieval.evaluation.runs import read_run
from retrieval.index.encoder import Encoder
from tests.support.bot_api import BotApi
from tests.support.exchanges import MORE, REAL_QUESTION, asked, tapped
from tests.support.paths import SPEECHES
from tests.support.running_bot import ADMIN, TOKEN, bot_connected, run, settings_for


def test_what_a_user_did_not_want_is_watched_from_then_on(encoder: Encoder, tmp_path: Path) -> None:
    folder, state = tmp_path / "speeches", tmp_path / "state"
    folder.mkdir()
    answering = "在全市基层工会建设推进会上的讲话.txt"
    for name in (answering, "云岭市文明养犬管理条例.txt"):
        shutil.copy(SPEECHES / name, folder)
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, state, storage={"keep_questions": True})
            async with bot_connected(collection, settings):
                await api.press(await tapped(api, await asked(api, REAL_QUESTION), MORE), "👎")
                await api.next_edit()
                listed = await asked(api, "/unanswered", user=ADMIN)
                assert REAL_QUESTION in listed.text and CHINESE.records.doubt_down.format(count=1) in listed.text
                await api.press(listed, CHINESE.records.collect.format(number=1), user=ADMIN)
                assert (await api.next_edit()).text == CHINESE.records.doubts_none

    run(talk())
    asked_now, settings = (
        [read_question_set(state / COLLECTED_FILE)],
        Settings(corpus=folder, library=collection.folder),
    )
    assert evaluate(asked_now, settings, lambda _: collection, Wanted(report=tmp_path / "before", as_json=True))
    kept = tmp_path / "before" / "run.json"
    (result,) = read_run(kept).results
    assert (result.question, result.right, result.rank) == (REAL_QUESTION, 1.0, 0)
    gate = Wanted(baseline=kept, as_json=True)
    assert evaluate(asked_now, settings, lambda _: collection, gate)
    (folder / answering).unlink()
    collection.reload()
    assert not evaluate(asked_now, settings, lambda _: collection, gate)

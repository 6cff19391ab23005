"""/unanswered: what nothing answered or users did not want, made into test questions or ignored."""

import json
from pathlib import Path

from bot.messages import CHINESE
from bot.store import Store
from retrieval.evaluation.questions.files import read_question_file
from tests.support.bot_api import BotApi, Sent
from tests.support.exchanges import MORE, asked, tapped
from tests.support.running_bot import ADMIN, QUESTION, QUOTED, TOKEN, UNIONS, Shelf, bot_connected, run, settings_for

SAID = CHINESE.records


def unanswered_talk(tmp_path: Path, keep: bool = True) -> list[Sent]:
    """Two questions that nothing answers and one voted 👎, then /unanswered, 收作评测题 for each, and 忽略 for the last."""
    shown: list[Sent] = []

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, storage={"keep_questions": keep})
            async with bot_connected(Shelf(), settings):
                answer = await tapped(api, await asked(api, QUESTION), MORE)
                await api.press(answer, "👎")
                await api.next_edit()
                await asked(api, "zzzz", user=200)
                await asked(api, "qqqq", user=300)
                shown.append(await asked(api, "/unanswered", user=ADMIN))
                if not keep:
                    return
                for label in ("1 忽略", "1 收作评测题", "1 收作评测题"):
                    toast = await api.press(shown[-1], label, user=ADMIN)
                    shown.append(await api.next_edit())
                    assert toast["text"] in (
                        SAID.ignored,
                        SAID.collected_as_unanswerable,
                        SAID.collected.format(count=1),
                        SAID.collected.format(count=2),
                        SAID.collected.format(count=3),
                    )
                gone = shown[0].buttons[0]["callback_data"]
                assert "text" in await api.send_press(shown[-1], gone, user=ADMIN)

    run(talk())
    return shown


def test_questions_to_look_at_become_test_questions_or_are_ignored(tmp_path: Path) -> None:
    first, second, third, last = unanswered_talk(tmp_path)
    assert first.text.splitlines() == [
        SAID.doubts_head.format(count=3, page=1, pages=1),
        f"1. qqqq　{SAID.doubt_unanswered}",
        f"2. zzzz　{SAID.doubt_unanswered}",
        f"3. {QUESTION}　👎 1",
    ]
    assert [len(sent.text.splitlines()) for sent in (second, third)] == [3, 2]
    assert last.text == SAID.doubts_none
    found = read_question_file(tmp_path / "collected.jsonl")
    by_question = {q.question: q for q in found}
    assert {"zzzz", QUESTION} <= set(by_question) and by_question["zzzz"].type == "unanswerable"
    evidence = by_question[QUESTION].evidence[0]
    assert (evidence.doc, evidence.quote, evidence.heading_path) == (
        UNIONS.source,
        QUOTED,
        (UNIONS.headings[0].text,),
    )
    rows = [json.loads(line) for line in (tmp_path / "collected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert not {"user", "chat"} & {key for row in rows for key in row}
    events = Store(tmp_path / "store.sqlite").audit.events()
    assert {event.action for event in events} == {"ignore", "collect"}
    assert not any(q.question in event.what for q in found for event in events)


def test_no_question_is_listed_where_none_is_kept(tmp_path: Path) -> None:
    (shown,) = unanswered_talk(tmp_path, keep=False)
    assert shown.text == SAID.doubts_not_kept and not shown.buttons
    assert not (tmp_path / "collected.jsonl").exists()


def test_many_questions_come_by_the_page(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, storage={"keep_questions": True})
            async with bot_connected(Shelf(), settings):
                for number in range(7):
                    await asked(api, "z" * (number + 3))
                page = await asked(api, "/unanswered", user=ADMIN)
                assert page.text.splitlines()[0] == SAID.doubts_head.format(count=7, page=1, pages=2)
                page = await tapped(api, page, CHINESE.buttons.page_on, user=ADMIN)
                assert [line.split("　")[0] for line in page.text.splitlines()[1:]] == ["1. zzzz", "2. zzz"]
                for _ in range(2):
                    await api.press(page, "1 忽略", user=ADMIN)
                    page = await api.next_edit()
                assert page.text.splitlines()[0] == SAID.doubts_head.format(count=5, page=1, pages=1)

    run(talk())

"""Buttons: forged, old, pressed twice, pressed by others, and after a restart."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import CHINESE
from bot.telegram.screens.buttons import LARGEST, Act, Press, key_of, read_press
from retrieval.collection import Collection
from tests.support.bot_api import BotApi, Fault
from tests.support.exchanges import MORE, asked, tapped
from tests.support.exchanges import REAL_QUESTION as QUESTION
from tests.support.running_bot import TOKEN, bot_connected, bot_running, run, settings_for


def test_buttons_and_follow_ups_survive_a_restart(collection: Collection, tmp_path: Path) -> None:
    async def talk() -> None:
        quotes = collection.snapshot().answer(QUESTION).quotes
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path)
            async with bot_connected(collection, settings):
                first = await asked(api, QUESTION)
            async with bot_connected(collection, settings):
                second = await tapped(api, first, CHINESE.buttons.next)
                assert second.quotes == [quotes[1].text]
                assert (await api.press(second, "👍"))["text"] == CHINESE.telegram.vote_kept
                second = await api.next_edit()
                assert (await asked(api, "还有吗")).quotes == [quotes[2].text]
                contents = await tapped(api, second, CHINESE.buttons.contents)
                assert (await tapped(api, contents, contents.labels[0])).message_id == first.message_id

    run(talk())


FORGED = (
    "",
    "q",
    "q:1",
    "q:aaaaaaaa:99999999:0",
    "q:aaaaaaaa:0:0",
    "c:aaaaaaaa:-1:0",
    "x:aaaaaaaaaaa:0:0",
    "d:a:99999:0",
    "l:aaaaaaaaaaa:0:0",
    "u:aaaaaaaa:0:0",
    "p:language:9:0",
    "p:user:0:0",
    "e:aaaaaaaa:1:0",
    "r:aaaaaaaaaaa:0:0",
    "k:aaaaaaaa:0:0",
    "q:aaaaaaaa:0:0\n",
    "q:aaaaaaaa:٣:0",
    "🙂" * 16,
    "q:aaaaaaaa:0:0:aaaaaaaa:1:1",
    "%s{0}",
)


def test_forged_buttons_are_answered_and_do_nothing(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION)
            own = answer.buttons[0]["callback_data"].split(":")[1]
            for data in (*FORGED, f"q:{own}:9:0", f"q:{own}:-1:0", f"k:{own}:0:0", f"u:{own}:7:0", f"w:{own}:-1:0"):
                toast = await api.send_press(answer, data)
                assert toast["text"] in (
                    CHINESE.telegram.malformed,
                    CHINESE.telegram.expired,
                    CHINESE.reload.only_admins,
                ), data
                assert toast["show_alert"] is True
            assert api.edits.empty()
            assert (await tapped(api, answer, CHINESE.buttons.next)).quotes

    run(talk())


def test_another_chats_buttons_do_not_work(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION, user=1)
            mine = await tapped(api, answer, MORE, user=1)
            theirs = await asked(api, QUESTION, user=2)
            for label in (
                CHINESE.buttons.next,
                MORE,
                CHINESE.buttons.context,
                CHINESE.buttons.section,
                CHINESE.buttons.contents,
                "👍",
            ):
                data = next(b["callback_data"] for b in (*answer.buttons, *mine.buttons) if b["text"] == label)
                assert (await api.send_press(theirs, data, user=2))["text"] == CHINESE.telegram.expired

    run(talk())


def test_presses_survive_faults_and_repetition(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION)
            api.fault("answerCallbackQuery", Fault(status=502))
            api.fault("editMessageText", Fault(retry_after=1), Fault(closed=True))
            second = await tapped(api, answer, CHINESE.buttons.next)
            again = await api.send_press(second, next(b["callback_data"] for b in answer.buttons))
            assert "text" not in again  # the same page once more: not modified, and no complaint
            assert (await tapped(api, second, CHINESE.buttons.next)).text.endswith("3/3")

    run(talk())


PRESSES = st.builds(
    Press,
    st.sampled_from(Act),
    st.from_regex(r"[A-Za-z0-9_-]{1,16}", fullmatch=True),
    st.integers(-1, 99_999),
    st.integers(0, 999),
    st.none() | st.tuples(st.from_regex(r"[A-Za-z0-9_-]{8}", fullmatch=True), st.integers(0, 99)),
)


@given(PRESSES)
def test_a_button_says_what_was_written_on_it(press: Press) -> None:
    assert len(str(press).encode()) <= LARGEST
    assert read_press(str(press)) == press


@given(st.text(max_size=80) | st.from_regex(r"[a-z]:[A-Za-z0-9_-]{1,20}:-?\d{1,7}(:\d{1,4})?(:.*)?"))
def test_whatever_a_button_says_is_read_strictly_or_not_at_all(data: str) -> None:
    press = read_press(data)
    assert press is None or (str(press) == data or _has_leading_zeros(data))


def _has_leading_zeros(data: str) -> bool:
    return any(part != "0" and part.startswith("0") for part in data.split(":"))


def test_short_names_differ_by_document_and_number_of_headings() -> None:
    names = {key_of(document, headings) for document in ("1", "2", "11", "a") for headings in (0, 1, 11)}
    assert len(names) == 12
    assert all(len(name) == 11 for name in names)

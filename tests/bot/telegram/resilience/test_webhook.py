"""What anybody may send to the address of the webhook."""

import json
from pathlib import Path

import aiohttp

from tests.support.bot_api import BotApiThread
from tests.support.bot_process import PATH, SECRET, free_port, shelf_process
from tests.support.running_bot import OTHER, OTHER_QUOTED, QUESTION, QUOTED, TOKEN, run

WORDS = "只有发信人自己知道的话"
LARGE = 3_000_000


def test_what_is_no_update_is_refused_and_its_words_are_not_logged(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/{PATH}"
    text = json.dumps({"update_id": 5, "message": {"text": WORDS}}, ensure_ascii=False)
    bodies = {
        "no JSON": (f"{{{WORDS}".encode(), 400),
        "no UTF-8": (b"\xff\xfe" + WORDS.encode("gbk"), 400),
        "no object": (json.dumps([WORDS], ensure_ascii=False).encode(), 400),
        "no number": (json.dumps({"message": WORDS}, ensure_ascii=False).encode(), 400),
        "too deep": (b"[" * 100_000, 400),
        "too large": (f'{{"update_id": 6, "message": "{WORDS * (LARGE // 30)}"}}'.encode(), 413),
        # Telegram would deliver it again and again, and all the others behind it.
        "not readable": (text.encode(), 200),
    }

    async def post(body: bytes, secret: str | None = SECRET) -> int:
        headers = {"Content-Type": "application/json"} | ({"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {})
        async with aiohttp.ClientSession() as client, client.post(address, data=body, headers=headers) as answer:
            return answer.status

    with BotApiThread(TOKEN) as api, shelf_process(api, tmp_path, port):
        api.say(QUESTION)
        assert api.next_message().quotes == [QUOTED]
        for name, (body, status) in bodies.items():
            assert (name, run(post(body))) == (name, status)
            assert run(post(body, secret=None)) == run(post(body, secret="wrong" * 6)) == 403, name
        api.say(OTHER)
        assert api.next_message().quotes == [OTHER_QUOTED]
        assert api.api.messages.empty()
    written = (tmp_path / "log").read_text(encoding="utf-8")
    assert WORDS not in written and ascii(WORDS)[1:-1] not in written and "Traceback" not in written
    assert "skipped an update that cannot be read" in written

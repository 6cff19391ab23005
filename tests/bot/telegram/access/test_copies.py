"""The same text in folders with different labels: who may see either sees it, under the name that it has there."""

from pathlib import Path

import pytest

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.exchanges import asked
from tests.support.running_bot import ADMIN, bot_running, run

TEXT = "水库每年汛期前清淤一次，由市水务局负责。\n清淤所需经费由市财政安排，每年核定一次。\n汛期内水库实行二十四小时值班。\n"
OTHER = "路灯每晚检修一次，由市政公司负责。\n检修时段为晚上十点到次日五点。\n"
STAFF, PERSONNEL, STRANGER = 11, 12, 13
NAMES = {"内部": "清淤甲稿", "人事": "清淤乙稿"}
ACCESS = {"labels": {"内部": (STAFF,), "人事": (PERSONNEL,)}}


@pytest.fixture(scope="module")
def twice(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder: Path = tmp_path_factory.mktemp("twice")
    for path, text in (
        (f"内部/{NAMES['内部']}.txt", TEXT),
        (f"人事/{NAMES['人事']}.txt", TEXT),
        ("路灯检修.txt", OTHER),
    ):
        file = folder / "corpus" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    built = Collection(folder / "corpus", folder / "library", Answerer(encoder))
    built.reload()
    assert len(built.snapshot().documents) == 2
    return built


@pytest.mark.parametrize(("user", "mine"), [(STAFF, "内部"), (PERSONNEL, "人事"), (STRANGER, ""), (ADMIN, "人事")])
def test_everybody_sees_it_where_they_may_and_nobody_elsewhere(twice: Collection, user: int, mine: str) -> None:
    others = [] if user == ADMIN else [name for label, name in NAMES.items() if label != mine]

    async def talk() -> None:
        async with bot_running(twice, access=ACCESS) as api:
            answer = await asked(api, "水库多久清淤一次", user=user)
            assert ("水库每年汛期前清淤一次" in answer.text) == bool(mine)
            listed = await asked(api, "/docs", user=user)
            labels = [button["text"][:4] for button in listed.buttons if button["text"].startswith("〔")]
            assert labels == ([f"〔{mine}〕"] if mine else [])
            said = f"{answer.text}{listed.text}{[button['text'] for button in listed.buttons]}"
            for text in ("/search 清淤", "哪些文件提到清淤", "出处", f"/toc {NAMES['内部']}"):
                sent = await asked(api, text, user=user)
                said += sent.text.replace(text.removeprefix("/toc "), "")
            assert not [name for name in others if name in said]
            assert not mine or NAMES[mine] in said

    run(talk())

"""That a document may not hold any more is said wherever it is shown."""

from pathlib import Path

import docx
import pytest

from bot.terminal.conversation import Conversation
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.holdings.desk import made_collection

OLD = "# 东江市稳岗补贴办法\n\n第一条 企业不裁员的，给予稳岗补贴每人五百元。\n\n第二条 本办法自2020年1月1日起施行，有效期2年。\n"
SAID = "⚠ 有效期至2021-12-31，已过"


@pytest.fixture
def expired(tmp_path: Path, encoder: Encoder) -> Collection:
    return made_collection(tmp_path, encoder, 稳岗=OLD)


@pytest.mark.parametrize(
    "asked",
    [["稳岗补贴每人多少元"], ["有哪些文件"], ["稳岗补贴办法的目录"], ["稳岗补贴每人多少元", "全文"], ["搜索 稳岗补贴"]],
)
def test_the_terminal_says_it_with_everything_it_shows_of_the_document(asked: list[str], expired: Collection) -> None:
    conversation = Conversation(expired, 1)
    for words in asked:
        shown = [part.text for part in conversation.say(words)]
    assert any(SAID in text for text in shown), shown


def test_an_exported_file_says_it(expired: Collection, tmp_path: Path) -> None:
    conversation = Conversation(expired, 1, folder=tmp_path)
    conversation.say("搜索 稳岗补贴")
    conversation.say("导出")
    (written,) = tmp_path.glob("*.docx")
    assert SAID in [paragraph.text for paragraph in docx.Document(str(written)).paragraphs]

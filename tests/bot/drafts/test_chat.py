"""Drafts in the chat, over the local Bot API server: what is sent is checked, and a marked copy comes back."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document

from bot.messages import CHINESE, ENGLISH
from bot.telegram.drafts import fetching
from retrieval.collection import Collection
from tests.bot.drafts.word_files import RULE, TITLE, WRONG, with_macros, word_draft
from tests.support.bot_api import USERNAME, BotApi, Sent
from tests.support.running_bot import ADMIN, TOKEN, bot_running, run

DRAFT = f"《{TITLE}》第十一条规定：“{WRONG}”第九条规定：“养犬登记证有效期为一年。”会上强调，“把每一条河都修成玻璃栈道供人观赏”。"


def sent_back(collection: Collection, name: str | None, content: bytes, **options: Any) -> tuple[Sent, BotApi]:
    async def talk() -> tuple[Sent, BotApi]:
        async with bot_running(collection) as api:
            await api.send_file(name, content, **options)
            return await api.next_message(), api

    return run(talk())


@pytest.mark.parametrize("user", [100, ADMIN])
def test_a_word_file_comes_back_with_comments(collection: Collection, user: int) -> None:
    back, _ = sent_back(collection, "讲话稿.docx", word_draft(DRAFT), caption="核对", user=user)
    assert back.file and back.file.name == "核对-讲话稿.docx"
    file = Document(io.BytesIO(back.file.content))
    assert [p.text for p in file.paragraphs] == [DRAFT]
    verdicts = [comment.text.partition("：")[0] for comment in file.comments]
    assert verdicts == [CHINESE.drafts.differs, CHINESE.drafts.elsewhere, CHINESE.drafts.not_found]
    assert "共核对 3 处引文" in back.text
    assert "“三”原文是“两”" in back.text
    assert "第十四条" in back.text


def test_a_word_file_with_macros_is_checked_in_its_margins_and_comes_back_without_them(collection: Collection) -> None:
    content = with_macros(word_draft("正文。", header=f"《{TITLE}》第十一条规定：“{WRONG}”", picture=True))
    back, _ = sent_back(collection, "../讲话稿.docm", content, caption="核对")
    assert back.file and back.file.name == "核对-讲话稿.docx"
    (comment,) = Document(io.BytesIO(back.file.content)).comments
    assert comment.text.startswith("页眉或页脚里的") and "“三”原文是“两”" in comment.text
    with zipfile.ZipFile(io.BytesIO(back.file.content)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]
    assert CHINESE.drafts.pictures_unchecked.format(count=1) in back.text


def test_a_text_file_comes_back_with_notes(collection: Collection) -> None:
    back, _ = sent_back(collection, "稿.txt", DRAFT.encode("gb18030"), caption="/check", language="en")
    assert back.file and back.file.name == "checked-稿.md"
    text = back.file.content.decode()
    assert f"“{WRONG}”[^1]第九条" in text
    assert f"[^1]: {ENGLISH.drafts.differs}" in text
    assert "3 quotations checked" in back.text


def test_what_replies_to_the_request_is_checked(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            await api.say("/check")
            request = await api.next_message()
            assert request.text == CHINESE.drafts.send
            bot = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "原文", "username": USERNAME}
            replied = request.as_replied | {"from": bot}
            await api.say(DRAFT, reply_to_message=replied)
            back = await api.next_message()
            assert back.file and f"“{WRONG}”[^1]" in back.file.content.decode()
            await api.send_file("稿.docx", word_draft(DRAFT), reply_to_message=replied)
            back = await api.next_message()
            assert back.file and back.file.name.endswith(".docx")
            await api.say(f"/check 《{TITLE}》第十一条规定：“{RULE}”")
            back = await api.next_message()
            assert back.text == CHINESE.drafts.summary.format(count=1, counts=f"{CHINESE.drafts.exact} 1")

    run(talk())


def test_a_draft_without_quotations_is_told_so(collection: Collection) -> None:
    back, _ = sent_back(
        collection, "稿.txt", "同志们，今天开会。“十四五”时期要深化“放管服”改革。".encode(), caption="核对"
    )
    assert back.file is None
    assert back.text == CHINESE.drafts.none


def test_a_file_that_is_too_large_is_not_fetched(collection: Collection) -> None:
    back, api = sent_back(collection, "稿.docx", b"PK", caption="核对", size=fetching.LARGEST_DRAFT + 1)
    assert "11 MB" in back.text
    assert api.called("getFile") == []


def test_a_file_that_is_larger_than_was_said_is_not_read(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_DRAFT", 1_000_000)
    back, _ = sent_back(collection, "稿.txt", "字".encode() * 400_000, caption="核对", size=5)
    assert "2 MB" in back.text and back.file is None


def test_a_draft_that_is_too_long_is_not_checked(collection: Collection) -> None:
    back, _ = sent_back(collection, "稿.txt", ("“「" * 100_001).encode(), caption="核对")
    assert back.text == CHINESE.drafts.too_long.format(count=200_002, limit=fetching.LONGEST_DRAFT)


def bomb() -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * 90_000_000)
    return saved.getvalue()


def archive() -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as package:
        package.writestr("一.txt", DRAFT)
        package.writestr("../二.txt", DRAFT)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("炸弹.docx", bomb()),
        ("../../etc/passwd", b"\x00\x01\x02"),
        ("程序.exe", b"MZ\x90\x00" + b"\x00" * 200),
        ("两份.zip", archive()),
        ("空.docx", b""),
        (None, b"\x7fELF" + b"\x00" * 64),
    ],
)
def test_hostile_files_are_refused_in_one_line(collection: Collection, name: str | None, content: bytes) -> None:
    back, _ = sent_back(collection, name, content, caption="核对")
    assert back.file is None
    assert back.text and "\n" not in back.text
    assert "Traceback" not in back.text and "../" not in back.text


def test_a_name_that_misleads_is_not_shown(collection: Collection) -> None:
    back, _ = sent_back(collection, "稿\u202excod./../x.txt", DRAFT.encode(), caption="核对")
    assert back.file and "\u202e" not in back.file.name and "/" not in back.file.name

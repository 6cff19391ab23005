"""A real collection of two short documents, and a bot whose admin adds files to it and takes them out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.holdings.filing import Holdings
from bot.settings import ReloadSettings, Settings
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.bot_api import BotApi, Sent
from tests.support.running_bot import TOKEN, bot_connected, settings_for

BRIDGE = "# 关于大桥的讲话\n\n## 一、桥梁\n\n大桥每年检修两次，由市交通局负责。\n"
DOGS = "# 养犬管理办法\n\n2020年3月1日\n\n第一条 养犬应当办理登记。\n\n第二条 每户限养一只。\n"
TUNNEL = "# 关于隧道的讲话\n\n## 一、隧道\n\n隧道每晚清洗一次，由市政公司负责。\n"


def made_collection(folder: Path, encoder: Encoder, **files: str) -> Collection:
    """A collection in `folder` of BRIDGE and DOGS, or of `files` by their names without .md, built."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    for name, text in (files or {"大桥": BRIDGE, "养犬": DOGS}).items():
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
    collection = Collection(corpus, folder / "library", Answerer(encoder))
    collection.reload()
    return collection


def holdings_of(collection: Collection) -> Holdings:
    """Its files, those that go kept beside it."""
    return Holdings(collection.corpus, "uploads", collection.corpus.parent / "kept")


def sources(collection: Collection) -> list[str]:
    """Where the documents that are served are from, uploads by their names alone."""
    return sorted(d.source.rsplit("/", 1)[-1] for d in collection.snapshot().documents)


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its content; drafts and notes too."""
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found if file.is_file()}


@asynccontextmanager
async def desk(collection: Collection, reload: ReloadSettings | None = None) -> AsyncIterator[BotApi]:
    """A bot on `collection`, and the test server that it talks to."""
    async with BotApi(TOKEN) as api, bot_connected(collection, desk_settings(collection, api, reload)):
        yield api


def desk_settings(collection: Collection, api: BotApi, reload: ReloadSettings | None = None) -> Settings:
    """The settings of that bot."""
    settings = settings_for(api.url, collection.corpus.parent)
    update = {"corpus": collection.corpus, "library": collection.folder, "reload": reload or settings.reload}
    return settings.model_copy(update=update)


async def shown_in_place(api: BotApi) -> Sent:
    """What the message that says that files were received becomes."""
    received = await api.next_message()
    edit = await api.next_edit()
    assert edit.message_id == received.message_id
    return edit


async def reported(api: BotApi) -> Sent:
    """The end of an update, in the message of the button: its progress passed over."""
    while True:
        edit = await api.next_edit()
        if not edit.text.startswith("正在更新"):
            return edit

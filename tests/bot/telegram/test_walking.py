"""Walking through answers and documents by tapping, with the shipped speeches."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from bot.messages import CHINESE
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.bot_api import GROUP, USERNAME, Sent
from tests.support.exchanges import MORE, asked, is_verbatim, tapped
from tests.support.exchanges import REAL_QUESTION as QUESTION
from tests.support.running_bot import bot_running, run


def test_an_answer_is_leafed_through_widened_and_opened(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            expected = collection.snapshot().answer(QUESTION).quotes
            first = await asked(api, QUESTION)
            assert first.quotes == [expected[0].text]
            assert first.text.endswith("1/3")
            assert expected[0].file in first.text
            assert expected[0].byline in first.text
            assert first.labels == [
                CHINESE.buttons.next,
                CHINESE.buttons.context,
                "👍",
                CHINESE.buttons.contents,
                MORE,
            ]
            every = await tapped(api, first, MORE)
            assert every.text == first.text
            assert every.labels == [
                CHINESE.buttons.context,
                CHINESE.buttons.section,
                CHINESE.buttons.contents,
                CHINESE.buttons.copy,
                "👍",
                "👎",
                CHINESE.buttons.wrong_passage,
                CHINESE.buttons.back,
            ]
            assert (await tapped(api, every, CHINESE.buttons.back)).labels == first.labels
            second = await tapped(api, first, CHINESE.buttons.next)
            assert second.quotes == [expected[1].text]
            third = await tapped(api, second, CHINESE.buttons.next)
            assert third.quotes == [expected[2].text]
            assert CHINESE.buttons.next not in third.labels
            assert (await tapped(api, third, CHINESE.buttons.previous)).quotes == second.quotes
            context = await tapped(api, second, CHINESE.buttons.context)
            assert expected[1].text in context.quotes[0]
            assert len(context.quotes[0]) > len(expected[1].text)
            assert set(second.bold) == set(context.bold)
            assert is_verbatim(context, collection)
            assert (await tapped(api, context, CHINESE.buttons.back)).quotes == second.quotes
            section = await tapped(api, second, CHINESE.buttons.section)
            assert is_verbatim(section, collection)
            assert expected[1].text in "".join(section.quotes)
            assert (await tapped(api, section, CHINESE.buttons.back)).quotes == second.quotes

    run(talk())


def test_the_context_of_a_whole_section_is_what_stands_beside_it(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, "养犬条例第十条")
            context = await tapped(api, answer, CHINESE.buttons.context)
            assert len(context.quotes) == 3
            assert context.quotes[1] == answer.quotes[0]
            assert is_verbatim(context, collection)
            lines = context.text.split("\n")
            assert [any(line.endswith(f"第{n}条") for line in lines) for n in ("九", "十", "十一")] == [True] * 3

    run(talk())


def test_the_copied_quote_names_document_and_section(collection: Collection) -> None:
    async def talk() -> tuple[Sent, Sent]:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION)
            return await tapped(api, answer, MORE), await asked(api, "复制引文")

    quote = collection.snapshot().answer(QUESTION).quotes[0]
    for sent in run(talk()):
        copied = next(b["copy_text"]["text"] for b in sent.buttons if b["text"] == CHINESE.buttons.copy)
        quoted, _, source = copied.partition("\n——")
        assert quoted and quoted in quote.text
        assert source.startswith(f"《{quote.title}》，林素琴，2024-03-05：")
        assert source.endswith(quote.heading_path[-1])


def test_contents_lead_down_to_a_section_and_back_to_the_answer(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            quote = collection.snapshot().answer(QUESTION).quotes[0]
            answer = await asked(api, QUESTION)
            contents = await tapped(api, answer, CHINESE.buttons.contents)
            assert quote.heading_path[0] in contents.text
            chapter = await tapped(api, contents, quote.heading_path[0])
            assert quote.heading_path[1] in chapter.labels
            section = await tapped(api, chapter, quote.heading_path[1])
            assert quote.text in "".join(section.quotes)
            assert " › ".join(quote.heading_path) in section.text
            again = await tapped(api, section, CHINESE.buttons.up)
            assert again.labels == chapter.labels
            assert (await tapped(api, again, CHINESE.buttons.back)).quotes == [quote.text]

    run(talk())


def test_a_whole_document_is_read_page_by_page_without_a_gap(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            listed = await asked(api, "/docs")
            document = next(d for d in collection.snapshot().documents if d.name == listed.buttons[0]["text"])
            contents = await tapped(api, listed, document.name)
            page = await tapped(api, contents, CHINESE.buttons.whole_text)
            read = "".join(page.quotes)
            while CHINESE.buttons.page_on in page.labels:
                page = await tapped(api, page, CHINESE.buttons.page_on)
                read += "".join(page.quotes)
                assert document.name in page.text
            said = "".join(document.text[p.start : p.end] for p in document.passages)
            assert "".join(read.split()) == "".join(said.split())

    run(talk())


def test_all_documents_are_listed_and_found_by_name(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            listed, names = await asked(api, "/docs"), []
            while True:
                names += [
                    b["text"]
                    for b in listed.buttons
                    if b["text"] not in (CHINESE.buttons.page_on, CHINESE.buttons.page_back)
                ]
                if CHINESE.buttons.page_on not in listed.labels:
                    break
                listed = await tapped(api, listed, CHINESE.buttons.page_on)
            documents = collection.snapshot().documents
            assert len(names) == len(documents)
            for name, d in zip(names, documents, strict=True):
                called = " ".join(d.name.split())
                assert name.replace("\u3000", " ") in (called, f"{called} {d.date}")
                assert d.date is None or d.date[:4] in name
            contents = await asked(api, "/toc 工会")
            assert contents.bold == ["在全市基层工会建设推进会上的讲话"]
            assert (await asked(api, "/toc")).text == CHINESE.telegram.toc_usage
            assert (await asked(api, "/toc 火星移民规划")).text == CHINESE.telegram.replies.no_such_document.format(
                name="火星移民规划"
            )
            await asked(api, QUESTION)
            assert (await asked(api, "/toc")).text == contents.text
            assert CHINESE.buttons.all_documents in contents.labels

    run(talk())


def test_links_lead_to_a_document_or_a_section(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION)
            section = await tapped(api, answer, CHINESE.buttons.section)
            address = next(b["url"] for b in section.buttons if b["text"] == CHINESE.buttons.share)
            shared = unquote(parse_qs(urlsplit(address).query)["url"][0])
            assert shared.startswith(f"https://t.me/{USERNAME}?start=")
            opened = await asked(api, f"/start {shared.partition('start=')[2]}", user=200)
            assert opened.quotes == section.quotes
            document = collection.snapshot().documents[0]
            assert document.name in (await asked(api, f"/start {document.id}")).text
            assert document.name in (await asked(api, f"/start {document.id}-9999")).text
            for payload in ("0123456789abcdef", "../../etc", "a" * 64, "-1", "' OR 1=1"):
                assert (await asked(api, f"/start {payload}")).text.startswith(CHINESE.telegram.link_gone)

    run(talk())


def test_long_quotes_in_private_follow_in_messages_and_in_groups_in_pages(tmp_path: Path, encoder: Encoder) -> None:
    long = "大桥的养护经费由市财政和沿线各区按照里程分担，" * 400 + "每年结算一次。"
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "桥.md").write_text(f"# 关于大桥养护的讲话\n\n## 一、经费\n\n{long}\n", encoding="utf-8")
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()

    async def talk() -> None:
        async with bot_running(collection) as api:
            text = collection.snapshot().answer("大桥养护经费谁分担").quotes[0].text
            await api.say("大桥养护经费谁分担")
            read = ""
            while not (sent := await api.next_message()).buttons:
                read += "".join(sent.quotes)
            assert read + "".join(sent.quotes) == text
            if read:
                page = await asked(api, "/ask 大桥养护经费谁分担", chat=GROUP)
                read = "".join(page.quotes)
                while CHINESE.buttons.page_on in page.labels:
                    page = await tapped(api, page, CHINESE.buttons.page_on)
                    read += "".join(page.quotes)
                assert read == text
                assert api.messages.empty()

    run(talk())

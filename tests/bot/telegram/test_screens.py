"""Every screen is one that Telegram takes, and quotes nothing but the document, whatever the document says."""

import random
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.outcomes import Contents, Documents, Hits, Outcome, Quoted, Refused
from bot.conversation.replies.reading_on import context_of, section_of
from bot.conversation.stretches import Stretch
from bot.conversation.turns import Choice, Turn
from bot.keeping import Kept, digests_of, kept_turn
from bot.messages import CHINESE, ENGLISH, Texts
from bot.rendering import split_messages, to_html
from bot.telegram.screens.buttons import Act, new_answer_id, read_press
from bot.telegram.screens.links import link, read_payload
from bot.telegram.screens.outcomes import screen_of
from bot.telegram.screens.quotes import COPIED, Screen, copy_button
from bot.telegram.screens.viewer import Viewer
from corpus.document import Document, Heading, Passage
from corpus.headings.tree import ROOT, HeadingTree
from tests.support.random_texts import TEXTS
from tests.support.running_bot import Shelf
from tests.support.telegram_html import utf16_length
from tests.support.telegram_rules import checked

WORDS = TEXTS.map(str.strip).filter(bool)


SECTIONS = st.lists(st.tuples(WORDS, st.integers(1, 3), st.lists(WORDS, max_size=3)), min_size=1, max_size=12)


DOCUMENTS = st.builds(
    lambda title, sections, times: document(title * times, sections, times), WORDS, SECTIONS, st.integers(1, 40)
)


def document(title: str, sections: list[tuple[str, int, list[str]]], times: int = 1) -> Document:
    """A document of these (heading, level, passages); levels are lowered where a step would be left out."""
    text, path = "", list[int]()
    headings, passages = list[Heading](), list[Passage]()
    for name, wanted, bodies in sections:
        level = min(wanted, len(path) + 1)
        path = [*path[: level - 1], len(headings)]
        headings.append(Heading(name * times, level, None, len(text), len(text) + len(name) * times, 1, False))
        text += name * times + "\n"
        for body in bodies or ["空。"]:
            passages.append(Passage(len(text), len(text) + len(body * times), tuple(path)))
            text += body * times + "\n"
    return Document(title[:9], title, title, text, f"{title}.md", tuple(headings), tuple(passages), speaker=title)


def sent(screen: Screen, viewer: Viewer, *, whole: bool = False) -> str:
    """The text that a reader sees, if the server takes the screen; in one message unless `whole`."""
    messages = split_messages(screen.content, viewer.say)
    shown = messages if whole else messages[:1]
    markup = screen.markup.to_dict() if screen.markup else {}
    read = [checked({"text": to_html(m), "parse_mode": "HTML", "reply_markup": markup}) for m in shown]
    return "".join(text[e.start : e.end] for text, entities in read for e in entities if e.type.endswith("blockquote"))


def pages(outcome: Outcome, viewer: Viewer, kept: Kept, act: Act) -> Iterator[Screen]:
    """The pages that the buttons of each lead on to."""
    page = 0
    while True:
        yield (screen := screen_of(outcome, viewer, kept, page=page))
        presses = [read_press(str(b.callback_data)) for row in screen.rows for b in row if b.callback_data]
        if not any(p and p.act is act and p.page == page + 1 for p in presses):
            return
        page += 1


@given(st.lists(DOCUMENTS, min_size=1, max_size=3), st.integers(0, 2**32), st.sampled_from([CHINESE, ENGLISH]))
@settings(max_examples=25)
def test_every_screen_is_taken_and_verbatim(documents: list[Document], seed: int, say: Texts) -> None:
    documents = [replace(d, id=f"{n}{d.id}") for n, d in enumerate(documents)]
    snapshot = Shelf(*documents).snapshot()
    viewer = Viewer(snapshot, say, "yuanwen_bot")
    one = random.Random(seed).choice(documents)
    tree = HeadingTree(one)
    passages = one.passages[:5]
    quotes = tuple(Stretch(one.id, p.start, p.end, ((0, 1), (0, p.end - p.start))) for p in passages)
    offered = tuple(Choice(one.id, i) for i in range(len(one.headings)))
    turn = kept_turn(Turn(quotes=quotes, kind="answer", offered=offered))
    kept = Kept(new_answer_id(), 1, 1, 1, snapshot.id, turn, digests_of(quotes, snapshot))
    for number, passage in enumerate(passages):
        said = one.text[passage.start : passage.end]
        quoted = Quoted(number, number + 1)
        assert sent(screen_of(quoted, viewer, kept, page=None), viewer, whole=True) == said
        assert said.startswith(sent(screen_of(quoted, viewer, kept), viewer))
        context = context_of(tree, quotes[number], number)
        around = list(pages(context, viewer, kept, Act.CONTEXT))
        parts = [part.text for screen in around for part in screen.content if part.kind == "quote"]
        assert all(part in one.text for part in parts)
        assert "".join(said[:20].split()) in "".join("".join(parts).split())
        sent(around[0], viewer)
        copied = copy_button(viewer, quotes[number]).copy_text
        assert copied and 1 <= utf16_length(copied.text) <= COPIED
    for heading in (ROOT, *range(len(one.headings))):
        sent(screen_of(Contents(tree, heading, number=0), viewer, kept), viewer)
        section = replace(section_of(tree, heading), number=0)
        read = "".join(sent(screen, viewer) for screen in pages(section, viewer, kept, Act.SECTION))
        below = [p for p in one.passages if heading == ROOT or heading in p.path]
        assert "".join(read.split()) == "".join("".join(one.text[p.start : p.end] for p in below).split())
        assert read_payload(link("b", one, heading).partition("=")[2])[1] in (heading, ROOT)
    sent(screen_of(Documents(tuple(documents)), viewer), viewer)
    sent(screen_of(Hits("", 0), viewer, kept), viewer)
    refused = replace(kept, turn=kept_turn(Turn(kind="not_confident", offered=offered)), digests=())
    sent(screen_of(Refused("not_confident", offered), viewer, refused), viewer)

"""What `--with` says becomes settings and switches, and whatever it builds is kept apart from what serves."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.terminal.evaluation_runs.configurations import Configuration, read_configuration, snapshot_of
from retrieval.collection import Collection

BASE = Settings(corpus=Path("docs"), library=Path("library"))


def test_settings_and_switches_are_told_apart() -> None:
    read = read_configuration("answer.quotes=3,reader=off,encoder.query_prompt=问，答:,threshold=0.4", BASE)
    assert read.switches == (("reader", "off"), ("threshold", "0.4"))
    assert (read.settings.answer.quotes, read.settings.encoder.query_prompt) == (3, "问，答:")
    assert read.settings.model_copy(update={"answer": BASE.answer, "encoder": BASE.encoder}) == BASE


def test_a_thesaurus_is_a_switch_or_a_file() -> None:
    assert read_configuration("thesaurus=off", BASE).switches == (("thesaurus", "off"),)
    assert read_configuration("thesaurus=own.tsv", BASE).settings.thesaurus == Path("own.tsv")


@pytest.mark.parametrize(
    ("text", "documents", "apart"),
    [
        ("reader=off,answer.quotes=1", None, False),
        ("encoder.model=other", None, True),
        ("encoder.query_prompt=问", None, True),
        ("corpus=elsewhere", None, True),
        ("reader=off", Path("elsewhere"), True),
    ],
)
def test_what_is_built_otherwise_does_not_touch_what_serves(
    text: str, documents: Path | None, apart: bool, collection: Collection
) -> None:
    made: list[Settings] = []

    def make(settings: Settings) -> Collection:
        made.append(settings)
        return collection

    with snapshot_of(read_configuration(text, BASE), BASE, make, documents):
        pass
    (settings,) = made
    assert (settings.library != BASE.library) == apart
    assert not apart or settings.library.parent == BASE.library / "evaluated"
    assert settings.corpus == (documents or read_configuration(text, BASE).settings.corpus)


def test_two_that_differ_do_not_share_a_library(collection: Collection) -> None:
    made: list[Path] = []

    def make(settings: Settings) -> Collection:
        made.append(settings.library)
        return collection

    for text in ("encoder.model=a", "encoder.model=b", "corpus=a", "encoder.model=a"):
        with snapshot_of(read_configuration(text, BASE), BASE, make):
            pass
    assert len(set(made)) == 3 and made[0] == made[3]


def test_the_snapshot_that_serves_stays_as_it_is(collection: Collection) -> None:
    before = collection.snapshot()
    with snapshot_of(
        Configuration("x", BASE, (("threshold", "0"), ("headings", "off"))), BASE, lambda _: collection
    ) as s:
        assert s.answerer.ranker_for(s.generation).threshold == 0
        assert all(not entry.heading_path for entry in s.generation.entries)
        assert [entry.text for entry in s.generation.entries] == [entry.text for entry in before.generation.entries]
    assert collection.snapshot() is before

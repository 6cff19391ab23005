"""What commands share: their options, the settings and the collection these name. What costs seconds is imported on use."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.messages import Texts
    from bot.settings import Settings
    from retrieval.collection import Collection, Proof
    from retrieval.snapshot import Snapshot

FILE = click.Path(path_type=Path)


def with_common_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command takes."""
    for name, metavar, text in (
        ("--library", "DIR", "Where the index is kept."),
        ("--corpus", "DIR", "Folder of documents to answer from."),
        ("--config", "FILE", "Settings file; config.yaml where none is given."),
    ):
        command = click.option(name, metavar=metavar, type=FILE, help=text)(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def settings_from(*, config: Path | None = None, corpus: Path | None = None, library: Path | None = None) -> "Settings":
    """The settings with what the options say in place of what the file says."""
    from bot.settings import load_settings

    settings = load_settings(config)
    given = {name: path for name, path in (("corpus", corpus), ("library", library)) if path is not None}
    return settings.model_copy(update=given)


def texts_for(settings: "Settings") -> "Texts":
    """The language of the terminal."""
    from bot.messages import texts
    from bot.messages.languages import spoken_language

    return texts(spoken_language(settings.terminal.language, os.environ))


def make_collection(settings: "Settings") -> "Collection":
    """The collection, with its library as it is, or none yet."""
    from retrieval.answering import Answerer
    from retrieval.collection import Collection
    from retrieval.index.encoder import load_encoder
    from retrieval.question.thesaurus import load_thesaurus

    chosen = settings.encoder
    encoder = load_encoder(chosen.model, query_prompt=chosen.query_prompt, passage_prompt=chosen.passage_prompt)
    reranker = None
    if settings.reranker.model:
        from retrieval.search.reranking import Reranker

        wanted = settings.reranker
        reranker = Reranker(settings.reranker.model, candidates=wanted.candidates, budget_ms=wanted.budget_ms)
    answerer = Answerer(encoder, load_thesaurus(settings.thesaurus), reranker=reranker)
    return Collection(
        settings.corpus,
        settings.library,
        answerer,
        quotes=settings.answer.quotes,
        ocr=settings.ocr,
        memory_mb=settings.build.memory_mb,
        **_proof(settings),
    )


def _proof(settings: "Settings") -> "dict[str, Proof]":
    """What a new library has to pass, where there are questions for it; they are read when the first one is built."""
    golden = settings.build.golden
    if golden is None:
        return {}

    def prove(old: "Snapshot | None", new: "Snapshot") -> None:
        from retrieval.evaluation.proving import prove_by
        from retrieval.evaluation.questions.sets import read_question_set

        prove_by(read_question_set(golden).questions, old, new, lost=settings.build.golden_lost)

    return {"proof": prove}


def built_collection(settings: "Settings", *, deep: bool = False) -> "Collection":
    """The collection, its library built first where there is none yet, and made `deep` where that does not take long."""
    collection = make_collection(settings)
    if not collection.is_built:
        from bot.terminal.answers import build

        build(collection, texts_for(settings))
    if deep:
        from bot.terminal.answers import deepen

        deepen(collection, texts_for(settings))
    return collection

"""Labelled questions with what the product finds for them: what ranking, answerability and confidence are fitted on."""

import argparse
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answering import Answerer, look_up
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion, is_hit, read_questions
from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.generation import Generation
from retrieval.question.known_names import apart_from_speakers, years_in_full
from retrieval.question.thesaurus import load_thesaurus
from retrieval.question.understanding import Question, understand_question
from retrieval.search.candidates import KEPT, Candidates, describe
from retrieval.search.gathering import Gathered, gather
from retrieval.training.ranking.located import restore
from retrieval.training.shared.apart import kept_apart


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A labelled question and all that was gathered for it in `generation`; `right` marks what answers, shape (gathered,).

    `origin` is the file it is from. Where it is `looked_up`, it names a section or repeats words of a document, and is
    answered whatever the confidence.
    """

    origin: str
    labelled: LabelledQuestion
    generation: Generation
    question: Question
    vector: Vectors
    looked_up: bool
    gathered: Gathered
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, folded as `text`, with its candidates of `generation`; `right` marks those that answer, shape
    (candidates,). What the reader was not trained on is `apart`."""

    origin: str
    question: LabelledQuestion
    text: Folded
    looked_up: bool
    generation: Generation
    candidates: Candidates
    right: NDArray[np.bool_]

    @property
    def key(self) -> str:
        """The document that answers, or the question: cases of one key are on one side of every division."""
        return self.question.evidence[0].doc if self.question.evidence else self.question.question

    @property
    def apart(self) -> bool:
        return kept_apart(self.key)


def set_options(parser: argparse.ArgumentParser) -> None:
    """The options that name sets of questions, for `asked_of_sets`."""
    for option, second, use in (
        ("--set", "DOCUMENTS", "questions on a folder of documents"),
        ("--located", "ARCHIVE", "questions kept by position, on documents of an archive"),
    ):
        names = ("QUESTIONS", second)
        parser.add_argument(option, nargs=2, action="append", default=[], type=Path, metavar=names, help=use)


def asked_of_sets(options: argparse.Namespace, encoder: Encoder) -> list[AskedQuestion]:
    """The questions of all sets that the options name."""
    asked = [one for file, folder in options.set for one in ask_set(file, folder, encoder)]
    return asked + [one for file, archive in options.located for one in ask_located_set(file, archive, encoder)]


def ask_set(questions: Path, documents: Path, encoder: Encoder) -> list[AskedQuestion]:
    """The questions of one file over the documents of one folder."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(documents, Path(folder), Answerer(encoder))
        collection.reload()
        generation = collection.snapshot().generation
    return [_ask(str(questions), labelled, generation, encoder) for labelled in read_questions(questions)]


def ask_located_set(questions: Path, archive: Path, encoder: Encoder) -> list[AskedQuestion]:
    """The questions of one file kept by position, over the documents it names in `archive`."""
    with tempfile.TemporaryDirectory() as folder:
        restore(questions, archive, Path(folder))
        asked = ask_set(Path(folder, "questions.jsonl"), Path(folder, "documents"), encoder)
    return [replace(one, origin=str(questions)) for one in asked]


def case_of(asked: AskedQuestion, coarse: Mapping[str, float]) -> Case:
    """The question with the candidates that the weights `coarse` leave of what was gathered."""
    kept = asked.gathered.pruned(coarse, KEPT)
    candidates = describe(asked.generation, asked.question, asked.vector, kept)
    right = asked.right[np.searchsorted(asked.gathered.entries, kept.entries)]
    return Case(asked.origin, asked.labelled, asked.question.text, asked.looked_up, asked.generation, candidates, right)


def _ask(origin: str, labelled: LabelledQuestion, generation: Generation, encoder: Encoder) -> AskedQuestion:
    text = years_in_full(fold(labelled.question), generation.document_years)
    question = apart_from_speakers(understand_question(text, load_thesaurus()), generation.speakers)
    vector = encoder.encode_questions([question.text])[0]
    gathered = gather(generation, question, vector)
    entries = [generation.entries[i] for i in gathered.entries]
    right = [any(is_hit(e.document.source, e.text, e.heading_path, x) for x in labelled.evidence) for e in entries]
    looked_up = look_up(generation, text) is not None
    return AskedQuestion(
        origin, labelled, generation, question, vector, looked_up, gathered, np.array(right, dtype=bool)
    )

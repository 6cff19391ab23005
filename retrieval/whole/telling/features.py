"""What is looked at in a sentence that may tell what was asked: a few numbers a person can read."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import clauses
from corpus.readers.table_rows import CELL_GAP
from retrieval.fold import Folded, fold
from retrieval.index.entries import context_text
from retrieval.index.word_table import TokenLists, bundled_words
from retrieval.question.understanding import Question
from retrieval.whole.asked import Asked
from retrieval.whole.telling.sentences import Sentence, Wording
from retrieval.whole.telling.stating import stated_asked

NAMES = (
    "completed",
    "alone",
    "whole",
    "document",
    "near_completed",
    "near_alone",
    "words_completed",
    "words_alone",
    "words_context",
    "missed",
    "stated",
    "length",
    "early",
    "late",
    "says",
    "says_early",
    "heads",
    "title",
)
"""completed, alone, whole, document: as `Sentence.behind`. near_completed, near_alone: cosine of the sentence's best clause with
the wording, less than the best of all. words_completed, words_alone: mean nearness (0..1) of the wording's words to the sentence's,
rare words counting more; words_context: the same with title and headings; missed: the weight of the word of the wording
alone that is missed most. stated: 1 where a kind of fact is asked for and the sentence states one, -1 where it does not.
length: ln(characters / 40). early, late: 1 in
the first or last passage of its document, less by half with each passage further in. says: the share of the kinds in
`retrieval.whole.telling.stating` that are asked for and that it states, those that few of the sentences state counting more;
says_early: the same of the kinds that documents state at their beginning, times early. heads: it is the first row of a table. title: it is the title."""

Matrix = NDArray[np.float64]
_CELLS = re.compile(rf"[｜|]|{CELL_GAP}")


def describe_sentences(asked: Asked, wording: Wording, found: Sequence[Sentence]) -> Matrix:
    """The features of the sentences, shape (sentences, len(NAMES))."""
    texts = [fold(one.text) for one in found]
    contexts = _contexts(found)
    vectors = asked.searching.encoder.encode_questions([wording.completed.text, wording.alone.text])
    near = _nearness(asked, found, vectors)
    completed, alone = (_words(asked, q, texts) for q in (wording.completed, wording.alone))
    around = _words(asked, wording.completed, [Folded(f"{a}\n{b}") for a, b in zip(contexts, texts, strict=True)])
    fact = wording.alone.wants.fact
    early, late = _position(asked, found)
    says, says_early = _says(wording, texts, early)
    columns = [
        *np.array([one.behind for one in found]).T,
        *(near - near.max(axis=1, keepdims=True)),
        completed[0],
        alone[0],
        around[0],
        alone[1],
        [(1.0 if fact.stated.search(text) else -1.0) if fact else 0.0 for text in texts],
        [np.log(len(text) / 40) for text in texts],
        early,
        late,
        says,
        says_early,
        [heads_table(one) for one in found],
        [one.end <= one.entry.passage.start for one in found],
    ]
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _contexts(found: Sequence[Sentence]) -> list[Folded]:
    known: dict[int, Folded] = {}
    for one in found:
        if one.index not in known:
            known[one.index] = fold(context_text(one.document, one.entry.heading_path))
    return [known[one.index] for one in found]


def _nearness(asked: Asked, found: Sequence[Sentence], vectors: NDArray[np.float32]) -> Matrix:
    """The cosine of each of the `vectors` with the best clause of each sentence, shape (vectors, sentences)."""
    spans = {one.index: clauses(one.document.text, one.entry.passage.start, one.entry.passage.end) for one in found}
    cosines = {i: asked.generation.clause_vectors[slice(*asked.generation.entries[i].rows)] @ vectors.T for i in spans}
    result = np.zeros((len(vectors), len(found)))
    for at, one in enumerate(found):
        inside = [k for k, (a, b) in enumerate(spans[one.index]) if a < one.end and one.start < b]
        title = asked.generation.context_vectors[one.index] @ vectors.T
        result[:, at] = cosines[one.index][inside].max(axis=0) if inside else title
    return result


def _words(asked: Asked, question: Question, texts: Sequence[Folded]) -> tuple[Matrix, Matrix]:
    """How near the words of the question come to those of each text, and what the worst missed one weighs."""
    words = bundled_words()
    tokens = np.unique(words.tokens([question.text])[0])
    weights = words.weights[tokens] * asked.generation.token_idf[tokens]
    weights = weights / (weights.sum() + 1e-6)
    near = words.nearness(tokens, TokenLists.of(words.tokens(list(texts))))
    return np.asarray(weights @ near), np.asarray((weights[:, None] * (1 - near)).max(axis=0, initial=0.0))


def _position(asked: Asked, found: Sequence[Sentence]) -> tuple[Matrix, Matrix]:
    own = {document: asked.generation.entries_of(document) for document in {one.document.id for one in found}}
    first = np.array([one.index - int(own[one.document.id][0]) for one in found])
    last = np.array([int(own[one.document.id][-1]) - one.index for one in found])
    return 0.5**first, 0.5**last


def _says(wording: Wording, texts: Sequence[Folded], early: Matrix) -> tuple[Matrix, Matrix]:
    total, opening = np.zeros(len(texts)), np.zeros(len(texts))
    weights = 0.0
    for kind in stated_asked(wording.alone.text):
        states = np.array([bool(kind.states(text)) for text in texts])
        if states.any():
            weight = float(np.log((len(texts) + 1) / (states.sum() + 0.5)))
            weights += weight
            total += weight * states
            opening += weight * states * kind.early
    weights = max(weights, 1e-6)
    return total / weights, early * opening / weights


def heads_table(one: Sentence) -> bool:
    """Whether it is the row of a table that no other row stands before."""
    before = one.document.text[: one.start].rstrip().rpartition("\n")[2]
    return _CELLS.search(one.text) is not None and _CELLS.search(before) is None

"""Proving a generation before it serves: it answers golden questions no worse than the one that serves, in its documents' words."""

from collections.abc import Sequence, Set
from dataclasses import replace

from corpus.document import Document
from retrieval.answer import Answer
from retrieval.errors import GenerationRefused
from retrieval.evaluation.metrics import DEPTHS, LabelledQuestion, judge, without_blanks
from retrieval.snapshot import Snapshot

NAMED = 5
"""Questions that are named in one line."""


def prove_by(questions: Sequence[LabelledQuestion], old: Snapshot | None, new: Snapshot, *, lost: int = 0) -> None:
    """Ask `questions` of `new`, and of `old` where there is one; raises GenerationRefused.

    Every quote is cut anew out of its document. A question is answered well where one of the first quotes holds its evidence,
    or, where nothing answers it, when it is refused; `lost` fewer than `old` answers well may be. Those whose evidence is no
    longer in the documents, or was not before, do not count, nor do messages of conversations.
    """
    alone = [question for question in questions if not question.before]
    answers = {question.id: new.answer(question.question, limit=DEPTHS[-1]) for question in alone}
    for answer in answers.values():
        _cut_anew(new, answer)
    if old is None:
        return
    before = _alike(old, new)
    names = {e.doc for q in alone for e in q.evidence}
    held = [_texts_of(snapshot.documents, names) for snapshot in (before, new)]
    counted = [
        q for q in alone if all(without_blanks(e.quote) in texts.get(e.doc, "") for e in q.evidence for texts in held)
    ]
    well = {q.id for q in counted if _well(q, answers[q.id])}
    were = {q.id for q in counted if _well(q, before.answer(q.question, limit=DEPTHS[-1]))}
    if len(were) - len(well) > lost:
        gone = sorted(were - well)
        worse = ", ".join(gone[:NAMED]) + (f" and {len(gone) - NAMED} more" if len(gone) > NAMED else "")
        raise GenerationRefused(
            f"generation {new.id} answers {len(well)} of {len(counted)} golden questions, {old.id} {len(were)}: worse are "
            f"{worse}; {old.id} goes on serving. Look at the documents that changed, mend the questions of `build.golden`, or "
            "let more go by `build.golden_lost`"
        )


def _alike(old: Snapshot, new: Snapshot) -> Snapshot:
    """`old`, without what its passages mean where that of `new` is not known yet: each is ranked in a way of its own."""
    return old if new.is_deep or not old.is_deep else replace(old, generation=replace(old.generation, meanings=None))


def _cut_anew(snapshot: Snapshot, answer: Answer) -> None:
    for quote in answer.quotes:
        document = snapshot.document(quote.document_id)
        if document is None or document.text[quote.start : quote.end] != quote.text:
            raise GenerationRefused(
                f"generation {snapshot.id}: what it quotes for {answer.question!r} is not in {quote.file}; run `yuanwen index --full`"
            )


def _texts_of(documents: Sequence[Document], names: Set[str]) -> dict[str, str]:
    """What stands in the files with these `names`, without blanks."""
    texts: dict[str, str] = {}
    for document in documents:
        name = document.source.rpartition("/")[2]
        if name in names:
            texts[name] = texts.get(name, "") + without_blanks(document.text)
    return texts


def _well(question: LabelledQuestion, answer: Answer) -> bool:
    judged = judge(question, answer)
    if not question.evidence:
        return judged.refused
    return judged.rank is not None and judged.rank < DEPTHS[-1]

"""The collection that serves questions: one library generation at a time, replaced as a whole."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document
from corpus.folder import read_folder
from retrieval.answer import Answer
from retrieval.answering import answer_question
from retrieval.errors import GenerationGone, LibraryDamaged
from retrieval.index import library
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.question.thesaurus import load_thesaurus
from retrieval.search.explanation import Explanation, explain
from retrieval.search.ranker import Ranker
from retrieval.search.reranking import Reranker

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); stage is `read` (files) or `encode` (passages)."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Names are source files; `skipped` pairs each with its reason, one line."""

    generation: str
    documents: int
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]


class Collection:
    """Answers from the generation that serves; `reload` builds the next one beside it and then switches."""

    def __init__(
        self, corpus: Path, folder: Path, encoder: Encoder, quotes: int = 5, thesaurus: Path | None = None,
        reranker: Reranker | None = None,
    ) -> None:  # fmt: skip
        """`thesaurus` is a file of one's own beside the shipped one. Raises ThesaurusFault when it cannot be read."""
        self.corpus, self.folder, self.quotes = corpus, folder, quotes
        self._thesaurus = load_thesaurus(thesaurus) if thesaurus else None
        self._encoder, self._reranker = encoder, reranker
        self._serving: Generation | None = None
        self._reloading = threading.Lock()

    @property
    def is_built(self) -> bool:
        """Whether a generation for this encoder is there to serve."""
        return self._load() is not None

    @property
    def generation(self) -> str:
        return self.serving.id

    @property
    def documents(self) -> Sequence[Document]:
        return self.serving.documents

    def answer(
        self, question: str, limit: int | None = None, ranker: Ranker | None = None, recent: str | None = None
    ) -> Answer:
        """Answer wholly from one generation; safe to call from several threads, also while `reload` runs.

        `limit` and `ranker` stand in for the configured number of quotes and the shipped ranking. `recent` is the id
        of the document last spoken of, which 第二部分 alone then refers to.
        """
        return answer_question(
            self.serving,
            self._encoder,
            question,
            limit or self.quotes,
            ranker,
            recent,
            self._thesaurus,
            None if ranker else self._reranker,
        )

    def explain(self, answer: Answer) -> Explanation:
        """Why `answer`, given by this collection, came out so. Raises GenerationGone when another serves by now."""
        generation = self.serving
        if answer.generation != generation.id:
            raise GenerationGone(f"the answer is of generation {answer.generation}, {generation.id} serves; ask again")
        reranker = self._reranker.model if self._reranker else None
        return explain(generation, self._encoder, answer, thesaurus=self._thesaurus, reranker=reranker)

    def reload(self, progress: Progress | None = None, full: bool = False) -> BuildReport:
        """Build a generation of the corpus folder as it is now and serve it. `full` encodes everything again.

        Raises CorpusError or RetrievalError and goes on serving the old generation when that fails.
        """
        with self._reloading:
            contents = read_folder(self.corpus, progress=_stage(progress, "read"))
            try:
                old = self._load()
            except LibraryDamaged:
                old = None
            new = library.build(
                self.folder, self.corpus, contents.documents, self._encoder,
                reuse=None if full else old, progress=_stage(progress, "encode"),
            )  # fmt: skip
            library.activate(self.folder, new.id)
            self._serving = new
        before = {d.source: d.id for d in old.documents} if old else {}
        after = {d.source: d.id for d in new.documents}
        return BuildReport(
            generation=new.id, documents=len(new.documents), passages=len(new.entries),
            added=tuple(s for s in after if s not in before),
            changed=tuple(s for s in after if s in before and before[s] != after[s]),
            removed=tuple(s for s in before if s not in after),
            skipped=tuple((s.source, s.reason) for s in contents.skipped),
        )  # fmt: skip

    @property
    def previous(self) -> str | None:
        """The generation that `rollback` would go back to; None where none is kept."""
        return library.previous_name(self.folder)

    def rollback(self) -> str:
        """Serve the generation before this one again, and remove this one; returns its name.

        Raises LibraryDamaged, and goes on serving as before, when there is none or it cannot be used.
        """
        with self._reloading:
            left, name = self.serving.id, self.previous
            if name is None:
                raise LibraryDamaged(f"library {self.folder}: no generation before {left} is kept; run `yuanwen index`")
            library.activate(self.folder, name)
            try:
                old = library.load_current(self.folder, self.corpus, self._encoder.id)
                if old is None:
                    raise LibraryDamaged(f"library generation {name}: made for another encoder or folder, or older")
            except LibraryDamaged:
                library.activate(self.folder, left)
                raise
            self._serving = old
            library.remove(self.folder, left)
        return name

    def _load(self) -> Generation | None:
        if self._serving is None:
            self._serving = library.load_current(self.folder, self.corpus, self._encoder.id)
        return self._serving

    @property
    def serving(self) -> Generation:
        """The generation that serves. Raises LibraryDamaged before the first build."""
        generation = self._load()
        if generation is None:
            raise LibraryDamaged(f"library {self.folder}: no generation for this encoder; run `yuanwen index`")
        return generation


def _stage(progress: Progress | None, stage: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(stage, done, total)

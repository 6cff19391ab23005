"""One generation with everything that a message needs of it, taken once per message: nothing of it ever changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.document import Document
from corpus.headings.tree import HeadingTree
from retrieval.answer import Answer, Kind, Standing
from retrieval.answering import Answerer
from retrieval.drafts.checked import CheckedQuote
from retrieval.drafts.checking import check_quotations
from retrieval.errors import GenerationGone
from retrieval.fold import Folded, fold
from retrieval.index.generation import Generation
from retrieval.lookup.holding_words import documents_that_may_hold
from retrieval.lookup.near_words import words_near
from retrieval.restricted import restricted
from retrieval.search.explanation import Explanation
from retrieval.search.ranker import Ranker
from retrieval.standing import with_standings


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`quotes` is how many an answer holds at most where nothing else is asked for."""

    generation: Generation
    answerer: Answerer
    quotes: int = 5

    @property
    def id(self) -> str:
        """The name of the generation."""
        return self.generation.id

    @property
    def is_deep(self) -> bool:
        """Whether what the passages mean takes part in the ranking."""
        return self.generation.meanings is not None

    @property
    def passages(self) -> int:
        """How many passages all documents have."""
        return len(self.generation.entries)

    @property
    def documents(self) -> Sequence[Document]:
        """All documents, in the order of their sources."""
        return self.generation.by_source

    def document(self, document_id: str) -> Document | None:
        """The document with this id; None where this generation has none."""
        tree = self.tree(document_id)
        return tree.document if tree else None

    def tree(self, document_id: str) -> HeadingTree | None:
        """The headings of the document with this id; None where this generation has none."""
        return self.generation.trees.get(document_id)

    def answer(
        self,
        question: str,
        *,
        limit: int | None = None,
        recent: str | None = None,
        within: str | None = None,
        kind: Kind | None = None,
        offers: bool = False,
    ) -> Answer:
        """The answer; `recent` is the id of the document last spoken of, which 第二部分 alone refers to. With `within`, the
        id of a document of the collection, that one alone is searched. `kind` is what a whole answer is to be, where that
        is known. With `offers` what is offered is gathered too.

        Safe to call from several threads.
        """
        answer = self.answerer.answer(
            self.generation,
            question,
            limit=limit or self.quotes,
            recent=recent,
            within=within,
            kind=kind,
            offers=offers,
        )
        return with_standings(answer, self.generation.standings)

    def standing(self, document_id: str) -> Standing | None:
        """What is to be said of the validity of the document with this id, if anything."""
        return self.generation.standings.get(document_id)

    def check_quotations(self, text: str) -> list[CheckedQuote]:
        """The quotations of a draft, each compared with the documents letter by letter."""
        return check_quotations(self.generation, text)

    def documents_that_may_hold(self, words: str) -> Sequence[Document]:
        """The documents that may hold one of `words`, separated by blanks, letter by letter; no other one does."""
        return documents_that_may_hold(self.generation, [Folded(word) for word in fold(words).split()])

    def near_words(self, words: str) -> tuple[str, ...]:
        """Words of the collection that are near to `words`, which may be searched for instead."""
        return words_near(self.generation, fold(words))

    def explain(self, answer: Answer) -> Explanation:
        """Why `answer` came out so. Raises GenerationGone when it is another generation's."""
        if answer.generation != self.id:
            raise GenerationGone(f"the answer is of generation {answer.generation}, this is {self.id}; ask again")
        return self.answerer.explain(self.generation, answer)

    def restricted_to(self, sees: Callable[[str], bool]) -> "Snapshot":
        """The same, by the same id, of the files alone whose sources `sees` lets through: as if built from them.

        A text that several files hold is seen where one of these is, and then as it stands there.
        Takes seconds where these are many: whoever needs it often keeps it. There may be no document left.
        """
        kept = frozenset(document.id for document in self.documents if sees(document.source))
        return replace(self, generation=restricted(self.generation, kept, sees))

    def ranking_by(self, ranker: Ranker) -> "Snapshot":
        """The same with another ranker, everything searched for and nothing looked up: for comparing."""
        return replace(self, answerer=replace(self.answerer, ranker=ranker, reranker=None, looks_up=False))

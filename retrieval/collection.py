"""The collection that serves questions: one library generation at a time, replaced as a whole."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.readers import Recognition
from corpus.reasons import Reason
from retrieval.answering import Answerer
from retrieval.errors import GenerationRefused, LibraryDamaged
from retrieval.index.generation import Generation
from retrieval.index.library import deepened, pointing
from retrieval.index.library import generations as library
from retrieval.index.library.planning import MEMORY_MB
from retrieval.index.segments.nearest import MANY
from retrieval.snapshot import Snapshot
from retrieval.transformer.kept_vectors import key_of_text
from retrieval.transformer.sentence_encoder import bundled_sentence_encoder

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); stage is `read` (files), `encode` (passages, of those read so far) or `deepen` (passages)."""


Proof = Callable[[Snapshot | None, Snapshot], None]
"""Called with what serves and what is to serve; raises GenerationRefused where that must not."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Names are source files; `skipped` pairs each with its reason.

    `exact` is how many segments are searched vector by vector although they are large, as a short cut was measured to find too few.
    """

    generation: str
    documents: int
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[tuple[str, Reason], ...]
    exact: int = 0

    @property
    def left_out(self) -> int:
        """How many files are not in the collection; those of which only pages are missing do not count."""
        return sum(not reason.is_partial for _, reason in self.skipped)


class _Replaced(Exception):
    """Another generation serves than the one that was being deepened."""


class Collection:
    """Serves one snapshot after the other; `reload` builds the next generation beside it and then switches."""

    def __init__(
        self,
        corpus: Path,
        folder: Path,
        answerer: Answerer,
        *,
        quotes: int = 5,
        ocr: bool = False,
        memory_mb: int = MEMORY_MB,
        proof: Proof = lambda old, new: None,
    ) -> None:
        """`corpus` holds the documents, `folder` the library; an answer has `quotes` quotes at most.

        With `ocr` the text of scans and pictures is recognised. A build uses `memory_mb` megabytes at most, and what it has built
        serves once `proof` has passed it.
        """
        self._memory_mb, self._proof = memory_mb, proof
        self._recognition = Recognition(folder / "recognized") if ocr else None
        self.corpus, self.folder, self.answerer, self.quotes = corpus, folder, answerer, quotes
        self._serving: Snapshot | None = None
        self._reloading, self._deepening, self._looking = threading.Lock(), threading.Lock(), threading.Lock()
        self._seen: pointing.Signature | None = None

    @property
    def is_built(self) -> bool:
        """Whether a generation for this encoder is there to serve."""
        return self._load() is not None

    def snapshot(self) -> Snapshot:
        """What serves now. Whoever answers a message takes it once and asks it alone.

        Raises LibraryDamaged before the first build.
        """
        snapshot = self._load()
        if snapshot is None:
            raise LibraryDamaged(f"library {self.folder}: no generation for this encoder; run `yuanwen index`")
        return snapshot

    def reload(self, progress: Progress | None = None, *, full: bool = False) -> BuildReport:
        """Build a generation of the corpus folder as it is now and serve it. `full` encodes everything again.

        Where nothing has changed the old generation goes on serving.
        Raises CorpusError, RetrievalError or OSError and goes on serving the old generation when that fails.
        """
        with self._reloading, library.locked(self.folder):
            try:
                serving = self._load()
            except LibraryDamaged:
                serving = None
            old = serving.generation if serving else None
            new, skipped = library.build_from_folder(
                self.folder,
                self.corpus,
                self.answerer.encoder,
                recognition=self._recognition,
                memory_mb=self._memory_mb,
                full=full,
                progress=progress,
            )
            if old is None or new.id != old.id or pointing.current_name(self.folder) != new.id:
                self._prove(serving, new)
                library.activate(self.folder, new.id)
                self._serve(new)
                self._seen = pointing.signature(self.folder)
            else:
                library.sweep(self.folder)
        return _report(old, new, [(s.source, s.reason) for s in skipped])

    def _prove(self, serving: Snapshot | None, new: Generation) -> None:
        try:
            self._proof(serving, Snapshot(new, self.answerer, self.quotes))
        except GenerationRefused:
            library.withdraw(self.folder, new.id)
            raise

    @property
    def to_deepen(self) -> int:
        """How many passages of what serves now `deepen` would have to encode; 0 where it is deepened."""
        serving = self._load()
        if serving is None or serving.is_deep:
            return 0
        encoder = bundled_sentence_encoder()
        living = library.living_in(self.folder, serving.id)
        return deepened.missing(living, encoder, library.kept_meanings(self.folder, encoder))

    def deepen(self, progress: Progress | None = None, *, threads: int = 1) -> bool:
        """Encode what the passages that are served mean, and serve them with it; False where they already were.

        Questions are answered meanwhile, without. What a reload replaces meanwhile is left, and the new generation deepened.
        What `progress` raises ends it; all that was encoded by then is kept.
        """
        with self._deepening:
            while not (serving := self.snapshot()).is_deep:
                with suppress(_Replaced):
                    self._deepen(serving, progress, threads)
                    return True
        return False

    def _deepen(self, serving: Snapshot, progress: Progress | None, threads: int) -> None:
        """Raises _Replaced as soon as `serving` is not what serves any more."""

        def watch(done: int, total: int) -> None:
            if self._serving is not serving:
                raise _Replaced
            if progress:
                progress("deepen", done, total)

        encoder = bundled_sentence_encoder()
        kept = library.kept_meanings(self.folder, encoder)
        try:
            living = library.living_in(self.folder, serving.id)
            deepened.deepen_segments(living, encoder, kept, threads=threads, progress=watch)
        except (FileNotFoundError, LibraryDamaged):
            # Somebody may have replaced what serves, or gone back, and removed what this was about.
            self._look_again()
            if self._serving is serving:
                raise
            raise _Replaced from None
        with self._reloading:
            meanings = deepened.meanings_of(living)
            if self._serving is not serving or meanings is None:
                raise _Replaced
            self._serve(serving.generation.deepened(meanings))
            pointing.point_at(self.folder, serving.id)
            self._seen = pointing.signature(self.folder)
        if len(kept) > 2 * len(serving.generation.entries):
            kept.keep_only(key_of_text(text) for one in living for text in deepened.texts_shown(one))

    @property
    def previous(self) -> str | None:
        """The id of the generation that `rollback` would go back to; None where none is kept."""
        return pointing.previous_name(self.folder)

    def rollback(self) -> str:
        """Serve the generation before this one again, and remove this one; returns its name.

        Raises LibraryDamaged, and goes on serving as before, when there is none or it cannot be used.
        """
        with self._reloading, library.locked(self.folder):
            self.snapshot()
            left, name = pointing.current_name(self.folder) or "", pointing.previous_name(self.folder)
            if name is None:
                raise LibraryDamaged(f"library {self.folder}: no generation before {left} is kept; run `yuanwen index`")
            library.activate(self.folder, name)
            try:
                old = library.load_current(self.folder, self.corpus, self.answerer.encoder.id)
                if old is None:
                    raise LibraryDamaged(f"library generation {name}: made for another encoder or folder, or older")
            except LibraryDamaged:
                library.activate(self.folder, left)
                raise
            self._serve(old)
            self._seen = pointing.signature(self.folder)
            library.remove(self.folder, left)
        return old.id

    def _load(self) -> Snapshot | None:
        if self._serving is None:
            self._seen = pointing.signature(self.folder)
            found = library.load_current(self.folder, self.corpus, self.answerer.encoder.id)
            if found is not None:
                self._serve(found)
        elif pointing.signature(self.folder) != self._seen:
            self._look_again()
        return self._serving

    def _look_again(self) -> None:
        """Serve what another process has built; where that cannot be used, what served goes on serving."""
        with self._looking:
            seen = pointing.signature(self.folder)
            if seen is None or seen == self._seen:
                return
            with suppress(LibraryDamaged):
                found = library.load_current(self.folder, self.corpus, self.answerer.encoder.id)
                if found is not None:
                    self._serve(found)
            self._seen = seen

    def _serve(self, generation: Generation) -> None:
        self._serving = Snapshot(generation, self.answerer, self.quotes)


def _report(old: Generation | None, new: Generation, skipped: list[tuple[str, Reason]]) -> BuildReport:
    before = {d.source: d.id for d in old.documents} if old else {}
    after = {d.source: d.id for d in new.documents}
    return BuildReport(
        generation=new.id,
        documents=len(new.documents),
        passages=len(new.entries),
        added=tuple(s for s in after if s not in before),
        changed=tuple(s for s in after if s in before and before[s] != after[s]),
        removed=tuple(s for s in before if s not in after),
        skipped=tuple(skipped),
        exact=sum(part.coarse is None and part.size >= MANY for part in new.clauses.parts),
    )

"""The library on disk: numbered generations, built beside the one that serves, switched by one atomic rename.

library/
  current                      the name of the generation that serves
  generations/0007-1a2b3c4d/
    manifest.json              format, encoder, counts, sha256 of every other file
    documents.jsonl            documents with headings and passages, one a line
    clauses.faiss  passages.npy  paths.npy  spreads.npz  tokens.npz
    full/  body/  places/  titles/     BM25 indexes

Nothing here is pickled. Vectors of unchanged documents are taken from the last generation of the same encoder.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from corpus.chinese.sentences import clauses as clause_spans
from corpus.document import Document, Dropped, Heading, Passage
from retrieval.errors import LibraryDamaged
from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.generation import Entry, Generation, Spread, place_text, title_text
from retrieval.index.lexical import LexicalIndex
from retrieval.index.word_table import TokenLists, bundled_words, token_idf

FORMAT = 4
KEPT_GENERATIONS = 2
CONTEXT_WEIGHT = 0.7
"""How much of its title and headings a clause's vector holds; measured with the bundled encoder."""
_LEXICAL = ("full", "body", "places", "titles")
_SIDES = ("clause", "passage", "path")
_BATCH = 2048


def current_name(library: Path) -> str | None:
    """The name of the generation that serves, None before the first build."""
    try:
        return (library / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def previous_name(library: Path) -> str | None:
    """The newest generation that is older than the one that serves; None where none is kept."""
    current = current_name(library)
    if current is None:
        return None
    older = (
        f.name for f in (library / "generations").iterdir() if f.is_dir() and f.name[:1] != "." and f.name < current
    )
    return max(older, default=None)


def load_current(library: Path, corpus: Path, encoder_id: str) -> Generation | None:
    """The generation that serves; None before the first build, or when its format, folder or encoder is another.

    Raises LibraryDamaged when its files are not what the manifest says.
    """
    name = current_name(library)
    if name is None:
        return None
    folder = library / "generations" / name
    manifest = _manifest(folder)
    wanted = {"format": FORMAT, "corpus": str(corpus.resolve()), "encoder": encoder_id, "words": bundled_words().id}
    if any(manifest.get(key) != value for key, value in wanted.items()):
        return None
    return load_generation(folder)


def load_generation(folder: Path) -> Generation:
    """Load one generation and check it against its manifest. Raises LibraryDamaged."""
    manifest = _manifest(folder)
    try:
        _check_sums(folder, manifest)
        documents = tuple(_read_documents(folder / "documents.jsonl"))
        entries = _entries(documents)
        sizes = {"titles": len(documents)}
        lexical: dict[str, Any] = {
            name: LexicalIndex.load(folder / name, sizes.get(name, len(entries))) for name in _LEXICAL
        }
        generation = Generation(
            id=folder.name, encoder_id=manifest["encoder"], documents=documents, entries=entries,
            clauses=faiss.read_index(str(folder / "clauses.faiss")),
            passage_vectors=np.load(folder / "passages.npy", allow_pickle=False),
            path_vectors=np.load(folder / "paths.npy", allow_pickle=False),
            spreads=_load_spreads(folder / "spreads.npz"), **_load_tokens(folder / "tokens.npz"), **lexical,
        )  # fmt: skip
    except LibraryDamaged:
        raise
    except Exception as fault:
        raise LibraryDamaged(
            f"library generation {folder.name}: {_first_line(fault)}; run `yuanwen index --full`"
        ) from None
    rows = entries[-1].rows[1] if entries else 0
    if generation.clauses.ntotal != rows or len(generation.passage_vectors) != len(entries):
        raise LibraryDamaged(
            f"library generation {folder.name}: {generation.clauses.ntotal} vectors for {rows} clauses; run `yuanwen index --full`"
        )
    return generation


def build(
    library: Path, corpus: Path, documents: tuple[Document, ...], encoder: Encoder,
    reuse: Generation | None, progress: Callable[[int, int], None] | None = None,
) -> Generation:  # fmt: skip
    """Build a generation of `documents` (read from the folder `corpus`) beside the others and load it from disk.

    It does not serve before `activate`.
    `reuse` gives the vectors of unchanged documents when its encoder is the same. `progress` gets (done, all) passages.
    """
    folders = library / "generations"
    folders.mkdir(parents=True, exist_ok=True)
    entries = _entries(documents)
    vectors = _encode(documents, entries, encoder, reuse, progress)
    draft = Path(tempfile.mkdtemp(prefix=".building-", dir=folders))
    try:
        digest = _write(draft, corpus, documents, entries, encoder.id, vectors)
        folder = folders / f"{_next_number(folders):04d}-{digest[:8]}"
        os.replace(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return load_generation(folder)


def activate(library: Path, name: str) -> None:
    """Make generation `name` the one that serves, and remove generations older than the last KEPT_GENERATIONS."""
    pointer = library / ".current-new"
    pointer.write_text(name + "\n", encoding="utf-8")
    os.replace(pointer, library / "current")
    folders = sorted(f for f in (library / "generations").iterdir() if f.is_dir() and not f.name.startswith("."))
    for old in folders[:-KEPT_GENERATIONS]:
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def remove(library: Path, name: str) -> None:
    """Delete generation `name`, which must not be the one that serves."""
    shutil.rmtree(library / "generations" / name, ignore_errors=True)


def _entries(documents: tuple[Document, ...]) -> tuple[Entry, ...]:
    entries, row = [], 0
    for document in documents:
        for passage in document.passages:
            count = len(clause_spans(document.text, passage.start, passage.end))
            entries.append(Entry(document, passage, (row, row + count)))
            row += count
    return tuple(entries)


def _encode(
    documents: tuple[Document, ...], entries: tuple[Entry, ...], encoder: Encoder,
    reuse: Generation | None, progress: Callable[[int, int], None] | None,
) -> tuple[Vectors, Vectors, Vectors]:  # fmt: skip
    """Clause, passage and path vectors of all entries, in order."""
    known: dict[str, tuple[int, int]] = {}
    if reuse and reuse.encoder_id == encoder.id:
        for index, entry in enumerate(reuse.entries):
            first, _ = known.get(entry.document.id, (index, index))
            known[entry.document.id] = (first, index + 1)
    parts: list[tuple[Vectors, Vectors, Vectors]] = []
    done = 0
    by_document: dict[str, list[Entry]] = {d.id: [] for d in documents}
    for entry in entries:
        by_document[entry.document.id].append(entry)
    waiting: list[Entry] = []
    for document in documents:
        if document.id in known and reuse:
            parts += _encode_entries(waiting, encoder)
            waiting = []
            a, b = known[document.id]
            rows = slice(reuse.entries[a].rows[0], reuse.entries[b - 1].rows[1])
            parts.append((reuse.clause_vectors[rows], reuse.passage_vectors[a:b], reuse.path_vectors[a:b]))
        else:
            waiting += by_document[document.id]
            if len(waiting) >= _BATCH:
                parts += _encode_entries(waiting, encoder)
                waiting = []
        done += len(by_document[document.id])
        if progress:
            progress(done, len(entries))
    parts += _encode_entries(waiting, encoder)
    clause, passage, path = (np.concatenate(side) for side in zip(*parts, strict=True))
    return clause, passage, path


def _encode_entries(entries: list[Entry], encoder: Encoder) -> list[tuple[Vectors, Vectors, Vectors]]:
    if not entries:
        return []
    clause_texts = _clause_texts(entries)
    places = [place_text(e.document, e.heading_path) for e in entries]
    texts = [f"{place}\n{e.text}" for place, e in zip(places, entries, strict=True)]
    clause, passage, path = (encoder.encode_passages(side) for side in (clause_texts, texts, places))
    clause += CONTEXT_WEIGHT * np.repeat(path, [e.rows[1] - e.rows[0] for e in entries], axis=0)
    clause /= np.linalg.norm(clause, axis=1, keepdims=True) + 1e-9
    return [(clause, passage, path)]


def _clause_texts(entries: Sequence[Entry]) -> list[str]:
    return [
        e.document.text[a:b] for e in entries for a, b in clause_spans(e.document.text, e.passage.start, e.passage.end)
    ]


def _write(
    folder: Path, corpus: Path, documents: tuple[Document, ...], entries: tuple[Entry, ...],
    encoder_id: str, vectors: tuple[Vectors, Vectors, Vectors],
) -> str:  # fmt: skip
    """Write all files of a generation into `folder`; returns the digest of its contents."""
    with open(folder / "documents.jsonl", "w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")
    clause, passage, path = vectors
    index = faiss.IndexFlatIP(clause.shape[1])
    index.add(clause)
    faiss.write_index(index, str(folder / "clauses.faiss"))
    np.save(folder / "passages.npy", passage)
    np.save(folder / "paths.npy", path)
    spreads = {name: Spread.of(side) for name, side in zip(_SIDES, vectors, strict=True)}
    _save_tokens(folder / "tokens.npz", entries)
    np.savez(folder / "spreads.npz", **{f"{n}_{k}": v for n, s in spreads.items() for k, v in vars(s).items()})
    places = [place_text(e.document, e.heading_path) for e in entries]
    bodies = [e.text for e in entries]
    LexicalIndex.build([f"{p}\n{b}" for p, b in zip(places, bodies, strict=True)]).save(folder / "full")
    LexicalIndex.build(bodies).save(folder / "body")
    LexicalIndex.build(places).save(folder / "places")
    LexicalIndex.build([title_text(d) for d in documents]).save(folder / "titles")
    sums = {f.relative_to(folder).as_posix(): _sha256(f) for f in sorted(folder.rglob("*")) if f.is_file()}
    manifest = {
        "format": FORMAT, "encoder": encoder_id, "corpus": str(corpus.resolve()), "words": bundled_words().id,
        "documents": {d.source: d.id for d in documents},
        "passages": len(entries), "clauses": int(clause.shape[0]), "sha256": sums,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()


def _save_tokens(file: Path, entries: tuple[Entry, ...]) -> None:
    words = bundled_words()
    places = words.tokens([place_text(e.document, e.heading_path) for e in entries])
    clauses = words.tokens(_clause_texts(entries))
    whole = [np.concatenate([place, *clauses[slice(*e.rows)]]) for place, e in zip(places, entries, strict=True)]
    arrays: dict[str, Any] = {"idf": token_idf(whole, len(words.weights))}
    for name, lists in (("clause", TokenLists.of(clauses)), ("place", TokenLists.of(places))):
        arrays |= {f"{name}_flat": lists.flat, f"{name}_offsets": lists.offsets}
    np.savez(file, **arrays)


def _load_tokens(file: Path) -> dict[str, Any]:
    with np.load(file, allow_pickle=False) as arrays:
        clause, place = (TokenLists(arrays[f"{n}_flat"], arrays[f"{n}_offsets"]) for n in ("clause", "place"))
        return {"clause_tokens": clause, "place_tokens": place, "token_idf": arrays["idf"]}


def _load_spreads(file: Path) -> dict[str, Spread]:
    with np.load(file, allow_pickle=False) as arrays:
        return {name: Spread(arrays[f"{name}_mean"], arrays[f"{name}_covariance"]) for name in _SIDES}


def _read_documents(file: Path) -> list[Document]:
    documents = []
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            raw["headings"] = tuple(Heading(**h) for h in raw["headings"])
            raw["passages"] = tuple(Passage(**{**p, "path": tuple(p["path"])}) for p in raw["passages"])
            raw["dropped"] = tuple(Dropped(**d) for d in raw["dropped"])
            raw["title_span"], raw["copies"] = tuple(raw["title_span"]), tuple(raw.get("copies", ()))
            documents.append(Document(**raw))
    return documents


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return manifest
    except (OSError, ValueError):
        raise LibraryDamaged(
            f"library generation {folder.name}: no readable manifest; run `yuanwen index --full`"
        ) from None


def _check_sums(folder: Path, manifest: dict[str, Any]) -> None:
    for name, expected in manifest["sha256"].items():
        file = folder / name
        if not file.is_file() or _sha256(file) != expected:
            state = "damaged" if file.exists() else "missing"
            raise LibraryDamaged(f"library generation {folder.name}: {name} is {state}; run `yuanwen index --full`")


def _sha256(file: Path) -> str:
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _next_number(folders: Path) -> int:
    numbers = [int(f.name[:4]) for f in folders.iterdir() if f.name[:4].isdigit()]
    return max(numbers, default=0) + 1


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0][:200]

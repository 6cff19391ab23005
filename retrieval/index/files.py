"""The files of one generation: written once, checked against the manifest whenever they are loaded. Nothing is pickled.

manifest.json              format, encoders, word table, counts, sha256 of every other file
documents.jsonl            documents with headings and passages, one a line
clauses.faiss  passages.npy  contexts.npy  spreads.npz  tokens.npz
meanings.npy               in a deepened generation alone: a vector a passage, float16
full/  body/  contexts/  titles/     BM25 indexes
"""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from pydantic import TypeAdapter

from corpus.document import Document
from retrieval.errors import LibraryDamaged
from retrieval.fold import fold
from retrieval.index.document_names import naming_text
from retrieval.index.encoding import Encoded, FoldedTexts, entries_of
from retrieval.index.generation import Entry, Generation, Spread
from retrieval.index.lexical import LexicalIndex
from retrieval.index.meanings import Meanings
from retrieval.index.word_table import TokenLists, bundled_words, token_idf
from retrieval.transformer.sentence_encoder import bundled_sentence_encoder

FORMAT = 5
"""Raised by every change that makes older generations unreadable; they are then built anew."""

_LEXICAL = ("full", "body", "contexts", "titles")
_SIDES = ("clause", "passage", "context")

MEANINGS = "meanings.npy"
DEEPENED = ".deep"
"""What the name of a deepened generation's folder ends with: it takes the place of the one without."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a generation is made from and by."""

    corpus: Path
    encoder_id: str

    def wanted(self) -> dict[str, object]:
        """The entries that a manifest must have to serve this folder with this encoder."""
        return {
            "format": FORMAT,
            "corpus": str(self.corpus.resolve()),
            "encoder": self.encoder_id,
            "words": bundled_words().id,
        }


def write_generation(folder: Path, origin: Origin, encoded: Encoded) -> str:
    """Write all files of a generation into `folder`; returns the digest of its contents."""
    with open(folder / "documents.jsonl", "wb") as out:
        for document in encoded.documents:
            out.write(_document_codec().dump_json(document) + b"\n")
    _save_vectors(folder, encoded)
    texts = FoldedTexts.of(encoded.entries)
    _save_tokens(folder / "tokens.npz", encoded.entries, texts)
    titles = [fold(naming_text(document)) for document in encoded.documents]
    for name, indexed in zip(_LEXICAL, (texts.whole, texts.bodies, texts.contexts, titles), strict=True):
        LexicalIndex.build(indexed).save(folder / name)
    sums = {f.relative_to(folder).as_posix(): _sha256(f) for f in sorted(folder.rglob("*")) if f.is_file()}
    manifest = {
        **origin.wanted(),
        "documents": {d.source: d.id for d in encoded.documents},
        "passages": len(encoded.entries),
        "clauses": len(encoded.vectors.clause),
        "sha256": sums,
    }
    _write_manifest(folder, manifest)
    return hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()


def write_deepened(folder: Path, quick: Path, meanings: Meanings) -> None:
    """Write into `folder` the files of the generation in the folder `quick` with its `meanings` added to them."""
    manifest = read_manifest(quick)
    for name in manifest["sha256"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _link(quick / name, folder / name)
    np.save(folder / MEANINGS, meanings.vectors)
    manifest["sha256"][MEANINGS] = _sha256(folder / MEANINGS)
    manifest["sentence encoder"] = meanings.encoder.id
    _write_manifest(folder, manifest)


def load_generation(folder: Path) -> Generation:
    """Load one generation and check it against its manifest. Raises LibraryDamaged."""
    manifest = read_manifest(folder)
    try:
        _check_sums(folder, manifest)
        generation = _load(folder, manifest["encoder"])
    except LibraryDamaged:
        raise
    except Exception as fault:
        raise _damaged(folder, (str(fault).splitlines() or [type(fault).__name__])[0][:200]) from None
    rows = generation.entries[-1].rows[1] if generation.entries else 0
    if generation.clauses.ntotal != rows or len(generation.passage_vectors) != len(generation.entries):
        raise _damaged(folder, f"{generation.clauses.ntotal} vectors for {rows} clauses")
    if generation.meanings and len(generation.meanings.vectors) != len(generation.entries):
        raise _damaged(folder, f"{len(generation.meanings.vectors)} vectors for {len(generation.entries)} passages")
    return generation


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the manifest of a generation says. Raises LibraryDamaged."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return manifest
    except (OSError, ValueError):
        raise _damaged(folder, "no readable manifest") from None


def _load(folder: Path, encoder_id: str) -> Generation:
    documents = _read_documents(folder / "documents.jsonl")
    entries = entries_of(documents)
    sizes = {"titles": len(documents)}
    lexical: dict[str, Any] = {
        name: LexicalIndex.load(folder / name, sizes.get(name, len(entries))) for name in _LEXICAL
    }
    return Generation(
        id=folder.name.removesuffix(DEEPENED),
        encoder_id=encoder_id,
        documents=documents,
        entries=entries,
        clauses=faiss.read_index(str(folder / "clauses.faiss")),
        passage_vectors=np.load(folder / "passages.npy", allow_pickle=False),
        context_vectors=np.load(folder / "contexts.npy", allow_pickle=False),
        spreads=_load_spreads(folder / "spreads.npz"),
        meanings=_load_meanings(folder / MEANINGS),
        **_load_tokens(folder / "tokens.npz"),
        **lexical,
    )


def _load_meanings(file: Path) -> Meanings | None:
    """Those of a deepened generation, left on disk until they are needed."""
    return (
        Meanings(bundled_sentence_encoder(), np.load(file, mmap_mode="r", allow_pickle=False))
        if file.exists()
        else None
    )


@cache
def _document_codec() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _read_documents(file: Path) -> tuple[Document, ...]:
    with open(file, "rb") as lines:
        return tuple(_document_codec().validate_json(line) for line in lines)


def _save_vectors(folder: Path, encoded: Encoded) -> None:
    vectors = encoded.vectors
    index = faiss.IndexFlatIP(vectors.clause.shape[1])
    index.add(vectors.clause)
    faiss.write_index(index, str(folder / "clauses.faiss"))
    np.save(folder / "passages.npy", vectors.passage)
    np.save(folder / "contexts.npy", vectors.context)
    spreads = {name: Spread.of(getattr(vectors, name)) for name in _SIDES}
    np.savez(folder / "spreads.npz", **{f"{n}_{k}": v for n, s in spreads.items() for k, v in vars(s).items()})


def _load_spreads(file: Path) -> dict[str, Spread]:
    with np.load(file, allow_pickle=False) as arrays:
        return {name: Spread(arrays[f"{name}_mean"], arrays[f"{name}_covariance"]) for name in _SIDES}


def _save_tokens(file: Path, entries: Sequence[Entry], texts: FoldedTexts) -> None:
    words = bundled_words()
    contexts, clauses = words.tokens(texts.contexts), words.tokens(texts.clauses)
    whole = [np.concatenate([own, *clauses[slice(*e.rows)]]) for own, e in zip(contexts, entries, strict=True)]
    arrays: dict[str, Any] = {"idf": token_idf(whole, len(words.weights))}
    for name, lists in (("clause", TokenLists.of(clauses)), ("context", TokenLists.of(contexts))):
        arrays |= {f"{name}_flat": lists.flat, f"{name}_offsets": lists.offsets}
    np.savez(file, **arrays)


def _load_tokens(file: Path) -> dict[str, Any]:
    with np.load(file, allow_pickle=False) as arrays:
        clause, context = (TokenLists(arrays[f"{n}_flat"], arrays[f"{n}_offsets"]) for n in ("clause", "context"))
        return {"clause_tokens": clause, "context_tokens": context, "token_idf": arrays["idf"]}


def _check_sums(folder: Path, manifest: dict[str, Any]) -> None:
    for name, expected in manifest["sha256"].items():
        file = folder / name
        if not file.is_file() or _sha256(file) != expected:
            raise _damaged(folder, f"{name} is {'damaged' if file.exists() else 'missing'}")


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def _link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the file system knows no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _sha256(file: Path) -> str:
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damaged(folder: Path, reason: str) -> LibraryDamaged:
    return LibraryDamaged(f"library generation {folder.name}: {reason}; run `yuanwen index --full`")

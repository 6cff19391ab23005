"""Encoders: texts in, unit vectors out. Any sentence-transformers model serves; the bundled one needs no torch."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded

Vectors = NDArray[np.float32]

BUNDLED = Path(__file__).parent.parent / "models" / "yuanwen-static-zh"
"""Its README says what it is and how it was trained."""

HUB_SECONDS = 15.0
"""How long the hub may take to say whether it has a model; a download may take as long as it does."""

PROMPTS: dict[str, tuple[str, str]] = {
    "BAAI/bge-small-zh-v1.5": ("为这个句子生成表示以用于检索相关文章：", ""),
    "BAAI/bge-base-zh-v1.5": ("为这个句子生成表示以用于检索相关文章：", ""),
    "BAAI/bge-large-zh-v1.5": ("为这个句子生成表示以用于检索相关文章：", ""),
    "BAAI/bge-m3": ("", ""),
    "intfloat/multilingual-e5-small": ("query: ", "passage: "),
    "intfloat/multilingual-e5-base": ("query: ", "passage: "),
    "intfloat/multilingual-e5-large": ("query: ", "passage: "),
}
"""(question prompt, passage prompt) as the models' cards give them; a model without its prompt loses accuracy."""


class Encoder(Protocol):
    """`id` names model and content: vectors of two encoders with the same id are comparable. Texts come folded."""

    id: str

    def encode_questions(self, texts: Sequence[Folded]) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions), float32."""

    def encode_passages(self, texts: Sequence[Folded]) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions), float32."""


class StaticEncoder:
    """A static token-embedding model (a sentence-transformers folder that model2vec reads without torch)."""

    def __init__(self, folder: Path) -> None:
        self._model, content = load_static(folder)
        self.id = f"{folder.name}-{content}"

    def encode_questions(self, texts: Sequence[Folded]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[Folded]) -> Vectors:
        vectors = self._model.encode(list(texts), use_multiprocessing=False)
        # A text without any known token has no direction: all zeros, near nothing.
        return np.nan_to_num(np.ascontiguousarray(vectors, dtype=np.float32))


@cache
def load_static(folder: Path) -> tuple[Any, str]:
    """The static model in `folder`, loaded once, and twelve digits that change with its files.

    Raises EncoderUnavailable.
    """
    # model2vec is imported here because `yuanwen --help` and `outline` need no encoder.
    from model2vec import StaticModel

    try:
        return StaticModel.from_pretrained(folder, normalize=True), _content_hash(folder)
    except Exception as fault:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise EncoderUnavailable(f"encoder {folder}: cannot be loaded ({reason}); restore the folder") from None


class TransformerEncoder:
    """Any model that sentence-transformers loads, by hub name or folder, with its prompts."""

    def __init__(self, model: str, query_prompt: str | None, passage_prompt: str | None) -> None:
        """A prompt that is None is the model's own, where its folder states one. Raises EncoderUnavailable."""
        # Importing sentence-transformers takes seconds; only those who configured such a model pay them.
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(model, local_files_only=not _is_at_hand(model))
        except Exception as fault:
            reason = str(fault).splitlines()[0][:160] if str(fault) else type(fault).__name__
            raise EncoderUnavailable(
                f"encoder {model!r} cannot be loaded ({reason}); check the name and the network, "
                "or set encoder.model to a downloaded folder or to `bundled`"
            ) from None
        own = {name: prompt or "" for name, prompt in (self._model.prompts or {}).items()}
        if query_prompt is None:
            query_prompt = own.get("query", "")
        if passage_prompt is None:
            passage_prompt = own.get("document") or own.get("passage") or ""
        self._prompts = (query_prompt, passage_prompt)
        content = _content_hash(Path(model)) if Path(model).is_dir() else model
        digest = hashlib.sha256(repr((content, self._prompts, str(self._model))).encode()).hexdigest()[:12]
        self.id = f"{Path(model).name}-{digest}"

    def encode_questions(self, texts: Sequence[Folded]) -> Vectors:
        return self._encode(self._prompts[0], texts)

    def encode_passages(self, texts: Sequence[Folded]) -> Vectors:
        return self._encode(self._prompts[1], texts)

    def _encode(self, prompt: str, texts: Sequence[Folded]) -> Vectors:
        vectors = self._model.encode(
            [prompt + text for text in texts], normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.nan_to_num(np.ascontiguousarray(vectors, dtype=np.float32))


def load_encoder(
    model: str = "bundled", *, query_prompt: str | None = None, passage_prompt: str | None = None
) -> Encoder:
    """The encoder that `model` names: `bundled`, a hub name or a folder. Raises EncoderUnavailable."""
    if model == "bundled" or _is_static(Path(model)):
        return StaticEncoder(BUNDLED if model == "bundled" else Path(model))
    # A downloaded folder usually bears the last part of the model's name.
    by_folder = {name.rsplit("/", 1)[-1]: prompts for name, prompts in PROMPTS.items()}
    known = PROMPTS.get(model) or by_folder.get(Path(model).name) or (None, None)
    return TransformerEncoder(
        model,
        known[0] if query_prompt is None else query_prompt,
        known[1] if passage_prompt is None else passage_prompt,
    )


def _is_at_hand(model: str) -> bool:
    """Whether `model` is a folder, or the hub has it and answers; else it has to come from what was downloaded before.

    Raises what the hub's client raises where neither is so: loading would try for minutes before it says the same.
    """
    # A name without an owner is for sentence-transformers to complete.
    if Path(model).is_dir() or "/" not in model:
        return True
    from huggingface_hub import HfApi, snapshot_download

    try:
        HfApi().model_info(model, timeout=HUB_SECONDS)
    except Exception:
        with suppress(Exception):
            snapshot_download(model, local_files_only=True)
            return False
        raise
    return True


def _is_static(folder: Path) -> bool:
    """Whether the folder holds a static embedding model alone, which needs no torch to run."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return "StaticEmbedding" in str(modules)


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*")):
        if file.suffix in (".safetensors", ".json"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]

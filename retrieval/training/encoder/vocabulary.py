"""The encoder's vocabulary and tokenizers: frequent Chinese words, all usual characters, no segmenter at run time.

Two `tokenizers` models share one vocabulary. While learning, a Unigram model finds the most probable segmentation
(what jieba does with the same dictionary), which counts words properly. At run time a WordPiece model takes the
longest match: it loads in half the time and encodes faster.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import jieba
import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram, WordPiece

from retrieval.fold import fold

log = logging.getLogger(__name__)

UNKNOWN = "[UNK]"
"""The piece of row 0, as WordPiece names it."""
MAX_WORD = 8
"""Characters of a dictionary word; collocations have two fewer."""
_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z]{2,20}")


def learning_tokenizer(pieces: dict[str, float]) -> Tokenizer:
    """Most probable segmentation into `pieces` (piece -> log probability)."""
    vocabulary = [(UNKNOWN, 0.0), *pieces.items()]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=0, byte_fallback=False))
    return _with_pre_tokenizer(tokenizer, r"[^\p{L}\p{N}%]+")


def running_tokenizer(pieces: Sequence[str]) -> Tokenizer:
    """Longest match over `pieces`; row 0 is the unknown token.

    Characters that are no piece are removed beforehand: WordPiece would turn the whole run around them into one
    unknown token.
    """
    vocabulary = {piece: i for i, piece in enumerate((UNKNOWN, *pieces))}
    model = WordPiece(vocabulary, unk_token=UNKNOWN, continuing_subword_prefix="", max_input_chars_per_word=1_000_000)
    known = _ranges(sorted(ord(p) for p in pieces if len(p) == 1))
    return _with_pre_tokenizer(Tokenizer(model), f"[^{known}]+")


def _with_pre_tokenizer(tokenizer: Tokenizer, dropped: str) -> Tokenizer:
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(dropped), "removed"),
            pre_tokenizers.Split(Regex(r"[0-9]+|[a-z]+|%"), "isolated"),
        ]
    )
    return tokenizer


def _ranges(codes: list[int]) -> str:
    """The code points as the inside of a regular expression's character class."""
    spans: list[list[int]] = []
    for code in codes:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in spans)


def encode_lines(tokenizer: Tokenizer, lines: Iterable[str], *, chunk: int = 20_000) -> Iterator[list[list[int]]]:
    """Token ids of `lines`, in chunks (all Encoding objects at once would not fit in memory)."""
    source = iter(lines)
    while batch := list(islice(source, chunk)):
        yield [encoding.ids for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False)]


def _flat(tokenizer: Tokenizer, lines: Iterable[str]) -> np.ndarray:
    """One int32 array of all token ids; lines are separated by the id of the unknown token (0)."""
    parts = []
    for rows in encode_lines(tokenizer, lines):
        parts.append(np.fromiter((i for row in rows for i in (*row, 0)), dtype=np.int32))
    return np.concatenate(parts)


def _dictionary() -> dict[str, int]:
    """jieba's words (folded, Chinese only) with their frequencies."""
    words: Counter[str] = Counter()
    for line in jieba.get_dict_file().read().decode("utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        word = fold(word)
        if len(word) <= MAX_WORD and _CJK.fullmatch(word):
            words[word] += int(frequency)
    return dict(words)


def _collocations(ids: np.ndarray, pieces: Sequence[str], min_count: int, min_npmi: float) -> dict[str, int]:
    """Adjacent pairs of pieces that behave as one word (normalised pointwise mutual information), with counts.

    The dictionary is older than many official and everyday words (网约车, 专精特新, 放管服); this finds them.
    """
    left, right = ids[:-1].astype(np.int64), ids[1:].astype(np.int64)
    keep = (left != 0) & (right != 0)
    keys, counts = np.unique(left[keep] * len(pieces) + right[keep], return_counts=True)
    frequent = counts >= min_count
    keys, counts = keys[frequent], counts[frequent]
    unigram = np.bincount(ids, minlength=len(pieces)).astype(np.float64)
    total = float(len(ids))
    a, b = keys // len(pieces), keys % len(pieces)
    joint = counts / total
    npmi = np.log(joint * total * total / (unigram[a] * unigram[b])) / -np.log(joint)
    found = {}
    for i in np.flatnonzero(npmi >= min_npmi):
        word = pieces[a[i]] + pieces[b[i]]
        if len(word) <= MAX_WORD - 2 and _CJK.fullmatch(word):
            found[word] = int(counts[i])
    return found


def _characters(seen: Counter[str], min_count: int) -> set[str]:
    """The characters of GB 2312 and those seen at least `min_count` times."""
    standard = {chr(c) for c in range(0x4E00, 0xA000) if _in_gb2312(chr(c))}
    return standard | {c for c, n in seen.items() if n >= min_count and _CJK.fullmatch(c)}


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def learn_vocabulary(corpus: Path, size: int) -> dict[str, float]:
    """Piece -> log probability, at most `size` pieces, from a file of folded text (one paragraph a line)."""
    characters: Counter[str] = Counter()
    latin: Counter[str] = Counter()
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            characters.update(line)
            latin.update(_LATIN.findall(line))
    singles = _characters(characters, min_count=3)
    words = _dictionary()
    counts: dict[str, int] = {c: characters[c] + 1 for c in singles}
    counts.update({str(n): 200 for n in range(10)} | {f"{n:02d}": 50 for n in range(100)})
    counts.update({str(year): 100 for year in range(1900, 2061)} | {"%": 100})
    counts.update({chr(c): 1 for c in range(ord("a"), ord("z") + 1)})
    counts.update({w: n for w, n in latin.items() if n >= 40})
    always = set(counts)
    counts.update({w: n + 1 for w, n in words.items() if len(w) > 1})
    for _ in range(3):
        pieces, ids = _segment(corpus, counts)
        seen = np.bincount(ids, minlength=len(pieces))
        counts = {p: int(n) for p, n in zip(pieces[1:], seen[1:], strict=True) if n > 0 or p in always}
        fresh = _collocations(ids, pieces, min_count=40, min_npmi=0.5)
        counts.update({w: n for w, n in fresh.items() if w not in counts})
        log.info("%d pieces in use, %d new collocations, %d tokens", len(counts), len(fresh), len(ids))
    ranked = sorted((p for p in counts if p not in always), key=lambda p: (-counts[p], p))
    kept = sorted(always) + ranked[: max(0, size - 1 - len(always))]
    log.info("kept %d pieces; the rarest word was seen %d times", len(kept), counts[kept[-1]])
    return _log_probabilities({p: counts[p] for p in kept})


def _log_probabilities(counts: dict[str, int]) -> dict[str, float]:
    total = math.log(sum(counts.values()) + len(counts))
    return {p: round(math.log(n + 1) - total, 3) for p, n in counts.items()}


def _segment(corpus: Path, counts: dict[str, int]) -> tuple[list[str], np.ndarray]:
    pieces = [UNKNOWN, *counts]
    tokenizer = learning_tokenizer(_log_probabilities(counts))
    with corpus.open(encoding="utf-8") as lines:
        return pieces, _flat(tokenizer, lines)

"""What a quotation has otherwise than its source: letter by letter, in runs that a person would call one change."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from corpus.chinese.sentences import Span
from retrieval.drafts.checked import Deviation, DeviationKind
from retrieval.drafts.placing import Piece
from retrieval.drafts.quoting import MARKS
from retrieval.lookup.alignment import Letters, Match, letters_of

APART = 1
"""Equal letters between two changes that are shown as one."""
_ENDS = re.compile(r"[。！？!?；;\n]")
_NAMES = frozenset("《》〈〉<>")


def deviations(piece: Piece, source: str, match: Match | None) -> list[Deviation]:
    """The letters that `piece` has otherwise than `source` at `match`, in order; all of them where it stands nowhere."""
    if match is None:
        return [Deviation("added", piece.start, piece.end, piece.words, "")]
    if match.likeness == 1:
        return []
    start, end = _widened(piece, source, match)
    draft, original = letters_of(piece.words), letters_of(source[start:end])
    return [
        _deviation(piece, draft, source[start:end], original, (a, b), (c, d))
        for a, b, c, d in _changes(draft.text, original.text)
    ]


def is_punctuated_alike(words: str, source: str) -> bool:
    """Whether what stands between equal letters is the same too. White space, which marks stand around nested quotations and
    what closes a quotation (。 where the source goes on with ，) are the writer's own.
    """
    return _signs(words) == _signs(source)


def _signs(text: str) -> str:
    kept = "".join(letter for letter in text if not letter.isspace() and letter not in MARKS | _NAMES)
    alnum = [n for n, letter in enumerate(kept) if letter.isalnum()]
    return kept[alnum[0] : alnum[-1] + 1] if alnum else ""


def _widened(piece: Piece, source: str, match: Match) -> Span:
    """The span of the match with as many letters more as the piece has beyond it, as far as the sentence goes."""
    draft = piece.letters
    inside = letters_of(source[match.start : match.end]).text
    blocks = [b for b in Levenshtein.editops(draft, inside).as_matching_blocks() if b.size]
    lead, tail = blocks[0].a, len(draft) - blocks[-1].a - blocks[-1].size
    start, end = match.start, match.end
    while lead > 0 and start > 0 and not _ENDS.match(source[start - 1]):
        start -= 1
        lead -= source[start].isalnum()
    while tail > 0 and end < len(source) and not _ENDS.match(source[end]):
        tail -= source[end].isalnum()
        end += 1
    return start, end


def _changes(draft: str, original: str) -> Iterator[tuple[int, int, int, int]]:
    """Spans of both texts that differ; what the source has before and behind the quoted words is no difference."""
    changes: list[tuple[int, int, int, int]] = []
    for op in Levenshtein.opcodes(draft, original):
        a, b, c, d = op.src_start, op.src_end, op.dest_start, op.dest_end
        if op.tag == "equal" or (op.tag == "insert" and a in (0, len(draft))):
            continue
        if changes and a - changes[-1][1] <= APART and c - changes[-1][3] <= APART:
            changes[-1] = (changes[-1][0], b, changes[-1][2], d)
        else:
            changes.append((a, b, c, d))
    return iter(changes)


def _deviation(piece: Piece, draft: Letters, source: str, original: Letters, here: Span, there: Span) -> Deviation:
    a, b = _span(draft, here, len(piece.words))
    c, d = _span(original, there, len(source))
    kind: DeviationKind = "dropped" if here[0] == here[1] else "added" if there[0] == there[1] else "swapped"
    return Deviation(kind, piece.start + a, piece.start + b, piece.words[a:b], source[c:d])


def _span(letters: Letters, run: Span, size: int) -> Span:
    """Where a run of folded letters stands; for an empty one the place right behind the letter before."""
    first, last = run
    if first < last:
        return letters.starts[first], letters.ends[last - 1]
    at = letters.ends[first - 1] if first else 0
    return min(at, size), min(at, size)

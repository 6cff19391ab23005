"""The verdict on every quotation of a draft.

What is cited comes first: words that stand there are right, wherever else they stand. Words that stand elsewhere alone are
ascribed wrongly. Words that stand nowhere are compared with what comes closest, again in what is cited first.
"""

from retrieval.drafts.attributing import Attribution, attributed
from retrieval.drafts.checked import CheckedQuote, CheckVerdict, Deviation, SourcePlace
from retrieval.drafts.citing_sections import Citations, Meant
from retrieval.drafts.deviating import deviations, is_punctuated_alike
from retrieval.drafts.placing import SHORTEST, Piece, Placement, placement_at, placements_in, quoted_pieces
from retrieval.drafts.quoting import DraftQuote, quotes_in
from retrieval.index.generation import Generation

WHOLE_DOCUMENTS = 8
"""Cited documents that are looked through letter by letter for words too short to be looked up."""


def check_quotations(generation: Generation, text: str) -> list[CheckedQuote]:
    """All quotations of the draft `text`, each with its verdict, in order."""
    citations = Citations(generation)
    read = attributed(text, quotes_in(text))
    checked = (_checked(generation, text, quote, found, citations.meant(found)) for quote, found in read)
    return [one for one in checked if one]


def _checked(
    generation: Generation, text: str, quote: DraftQuote, found: Attribution, meant: Meant
) -> CheckedQuote | None:
    """None for what may be a name and comes close to nothing in the documents that are named beside it."""
    pieces = quoted_pieces(text, quote.start, quote.end)
    placed = (placement_at(generation, index, span, pieces) for index, span in meant.sections)
    at_section = [one for one in placed if one]
    in_documents = _in(generation, pieces, meant.documents) if meant.documents else []
    right = [one for one in (at_section if meant.names_section else in_documents) if one.is_exact]
    verdict: CheckVerdict = "exact"
    if not right:
        others = (one for one in _in(generation, pieces, None) if one.document_index not in meant.documents)
        anywhere = [*in_documents, *others]
        right = [one for one in anywhere if one.is_exact]
        closest = max([*at_section, *anywhere], key=lambda one: one.likeness, default=None)
        if not right:
            verdict = "differs" if closest else "not_found"
        # A document that is named beside the words need not be where they are from; where they are, its section is.
        elif meant.documents and (not found.loose or right[0].document_index in meant.documents):
            verdict = "elsewhere"
        if found.weak and not (closest and closest.document_index in meant.documents):
            return None
    best = right[0] if right else closest
    if verdict == "exact" and best and not _is_punctuated_alike(generation, pieces, best):
        verdict = "slight"
    return CheckedQuote(
        start=quote.start,
        end=quote.end,
        words=text[quote.start : quote.end],
        verdict=verdict,
        indirect=quote.indirect,
        cited=meant.cited,
        place=_place(generation, best) if best else None,
        places=len(right),
        deviations=_deviations(generation, pieces, best) if best else (),
    )


def _in(generation: Generation, pieces: tuple[Piece, ...], within: frozenset[int] | None) -> list[Placement]:
    """Where the pieces stand in the documents `within`, or in all; short words are looked for in a few documents only."""
    if any(len(piece.letters) >= SHORTEST for piece in pieces):
        return placements_in(generation, pieces, within=within)
    if within is None or len(within) > WHOLE_DOCUMENTS:
        return []
    whole = ((i, (0, len(generation.documents[i].text))) for i in sorted(within))
    return [placed for i, span in whole if (placed := placement_at(generation, i, span, pieces))]


def _deviations(generation: Generation, pieces: tuple[Piece, ...], at: Placement) -> tuple[Deviation, ...]:
    source = generation.documents[at.document_index].text
    return tuple(d for piece, match in zip(pieces, at.matches, strict=True) for d in deviations(piece, source, match))


def _is_punctuated_alike(generation: Generation, pieces: tuple[Piece, ...], at: Placement) -> bool:
    source = generation.documents[at.document_index].text
    pairs = zip(pieces, at.matches, strict=True)
    return all(match and is_punctuated_alike(piece.words, source[match.start : match.end]) for piece, match in pairs)


def _place(generation: Generation, at: Placement) -> SourcePlace:
    document = generation.documents[at.document_index]
    tree = generation.trees[document.id]
    start, end = at.span
    path = tree.path_texts(tree.section_at(start))
    return SourcePlace(document.id, document.name, document.source, path, start, end, document.text[start:end])

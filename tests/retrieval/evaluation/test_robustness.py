"""The table of robustness counts what stayed and what was lost; the shipped speeches lose little."""

from retrieval.answer import Answer, Quote
from retrieval.collection import Collection
from retrieval.evaluation.metrics import Evidence, LabelledQuestion
from retrieval.evaluation.robustness import ask_otherwise, summarise_changes
from retrieval.fold import fold


def test_the_table_counts_what_stayed_and_what_was_lost() -> None:
    """An answerer that finds the place by one word alone: it is lost exactly where this word is harmed."""

    def ask(text: str) -> Answer:
        start = 0 if "工会" in fold(text) else 50
        quote = Quote(
            "讲话", "a.txt", "1", "", (), "参加工会的办法" if start == 0 else "别的", start, start + 7, (), 1, 1
        )
        return Answer(text, start > 0, None, 0.5, (quote,), (), "g")

    question = LabelledQuestion("1", "lexical", "工会怎样参加，时间呢？", (Evidence("a.txt", "参加工会的办法", ()),))
    table = summarise_changes(list(ask_otherwise(ask, [question])))
    assert table["traditional"].kept_right == table["请问…呢"].kept_right == table["no punctuation"].still_right == 1
    slips = [c for c in ask_otherwise(ask, [question]) if c.variant in ("one homophone", "one wrong character")]
    harmed = [c for c in slips if "工会" not in c.asked]
    assert harmed
    assert table["all slips"].kept == 1 - len(harmed) / len(slips) == 1 - table["all slips"].refused


def test_first_quotes_of_the_shipped_speeches_stay(collection: Collection, questions: list[LabelledQuestion]) -> None:
    """Over all of them: a few dozen slips alone scatter by several points around what is asked."""
    table = summarise_changes(list(ask_otherwise(lambda text: collection.snapshot().answer(text, limit=1), questions)))
    assert table["all forms"].kept_right >= table["all forms"].asked
    assert table["all slips"].kept_right >= table["all slips"].asked

"""A case with its consequence as an answer: the parts that must be read together, in the order of the text."""

from retrieval.quotes.records import quote_span
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.conditions.choosing import default_condition_chooser


def gather_conditions(asked: Asked) -> Whole | None:
    """The case that is meant with what follows from it; None where nothing is found."""
    chooser = default_condition_chooser()
    found, features = chooser.read(asked)
    if not found:
        return None
    scores = chooser.scores(features)
    best = found[int(scores.argmax())]
    sure = chooser.sureness(features, scores)
    tree = asked.generation.trees_by_id[best.document.id]
    return Whole("conditions", tuple(quote_span(tree, part, sure) for part in best.parts), sure)

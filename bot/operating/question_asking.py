"""How the questions of an evaluation are asked: alone of the collection, or in a conversation, as people do."""

from collections.abc import Sequence

from bot.conversation.channel import Channel
from bot.conversation.conversation import reply
from bot.conversation.outcomes import Answered, Listed, Refused
from bot.conversation.turns import Turn
from bot.rendering import PATH_SEPARATOR
from retrieval.answer import Answer
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.evaluation.runs import Asking
from retrieval.snapshot import Snapshot

EVALUATED_QUOTES = 10
_CHANNEL = Channel(hits=10, quotes=EVALUATED_QUOTES, items=EVALUATED_QUOTES)
_WORDS = 6


def asking(snapshot: Snapshot) -> Asking:
    """Asks `snapshot`; of a conversation everything before is said first, once for all its messages."""
    turns: dict[tuple[str, ...], Turn] = {(): Turn()}

    def after(said: tuple[str, ...]) -> Turn:
        if said not in turns:
            turns[said] = reply(snapshot, said[-1], after(said[:-1]), _CHANNEL).turn
        return turns[said]

    def ask(question: LabelledQuestion) -> Answer:
        if not question.before:
            return snapshot.answer(question.question, limit=EVALUATED_QUOTES)
        return _in_conversation(snapshot, question.question, after(question.before))

    return ask


def why(snapshot: Snapshot, answer: Answer) -> Sequence[str]:
    """What decided, in a few lines: how sure the answer is, what the first quotes have, by what each is ahead."""
    explanation = snapshot.explain(answer)
    lines = [
        f"confidence {explanation.confidence:.2f}, answered from {explanation.threshold:.2f} on ({explanation.how})"
    ]
    if explanation.sureness:
        lines.append("confidence: " + ", ".join(f"{part.feature} {part.effect:+.2f}" for part in explanation.sureness))
    for number, quote in enumerate(explanation.quotes[:2], start=1):
        lines.append(
            f"{number}. {PATH_SEPARATOR.join((quote.title, *quote.heading_path))}: dense {quote.dense:.2f}, "
            f"lexical {quote.lexical:.1f}, score {quote.score:.2f}"
        )
        matched = "、".join(quote.matched[:_WORDS])
        near = "、".join(f"{word.asked} ← {word.found}" for word in quote.near[:_WORDS])
        ahead = ", ".join(f"{part.feature} {part.difference:+.2f}" for part in quote.ahead[:_WORDS])
        lines += [
            f"{name}: {said}" for name, said in (("same words", matched), ("near", near), ("ahead", ahead)) if said
        ]
    return lines


def _in_conversation(snapshot: Snapshot, text: str, turn: Turn) -> Answer:
    """What is shown for `text` after `turn`, as an answer; nothing where something else than an answer is shown."""
    outcome = reply(snapshot, text, turn, _CHANNEL).outcome
    if isinstance(outcome, Answered | Listed):
        return outcome.answer
    quotes = (outcome.closest,) if isinstance(outcome, Refused) and outcome.closest else ()
    return Answer(text, True, None, 0.0, quotes, (), snapshot.id)

"""How long a document holds, and what it says of others: its term, what it repeals or amends, which work it is a version of.

Everything is read from what the text says, with the span that says it; what it does not say is not guessed. Which
document of a collection is thereby out of force is for whoever has all of them (`retrieval.standing`).
"""

"""Lists as answers: which of the lists that the documents hold a question means, and its items as quotes.

`candidates` gathers the lists that stand where the ranking looks, `shape`, `texts` and `features` describe them, `choosing` scores
them by fitted weights, `newest` prefers the newest of a series, `gathering` makes the answer of the best.
"""

"""Fits the ranker, the answerability and the confidence: `python -m retrieval.training.ranking.fit`.

`located` restores questions whose answers are kept by position, `cases` finds candidates for every question, `weights` and
`answerability` fit, and `artefacts` writes `retrieval/models`. The questions written for it lie in `questions/`.
"""

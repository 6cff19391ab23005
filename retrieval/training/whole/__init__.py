"""What the gathering of whole answers is fitted by: wordings, and questions labelled with all that belongs to their answers.

`labelled` reads and asks them, `fit` makes the weights: python -m retrieval.training.whole.fit. `kinds` fits which kind a
wording wants.
"""

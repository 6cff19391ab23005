"""Judges encoders and rankings: `python -m retrieval.training.judging`.

`data` reads labelled questions over real documents and public retrieval sets, `dense_and_lexical` scores an encoder alone
and joined with BM25. Nothing here is ever trained on.
"""

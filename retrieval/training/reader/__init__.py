"""Trains the reader, the cross-encoder that `retrieval.search.reader` runs: `python -m retrieval.training.reader`.

`examples` makes pairs of a question and a passage, `training` trains on them; network and files are those of
`retrieval.training.transformer`.
"""

"""Trains the reader, the cross-encoder that `retrieval.search.reader` runs: `python -m retrieval.training.reader`.

`examples` makes pairs of a question and a passage, `network` is what is trained, `training` trains it, `export` writes the
files that ship; their folder's README is written by hand.
"""

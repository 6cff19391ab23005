"""Trains the reader, the cross-encoder that `retrieval.search.reader` runs: `python -m retrieval.training.reader`.

`written` and `asked` make groups of a question with passages, `network` is what is trained, `training` trains it, `export`
writes the folder that ships, with the card of `card`.
"""

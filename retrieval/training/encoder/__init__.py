"""Trains the bundled encoder, stage by stage: `python -m retrieval.training.encoder`.

`corpus_text` gathers the text, `vocabulary` learns its words, `skipgram` their first vectors; `groups` makes pairs of
questions and passages, `batches` draws from them, and `contrastive` trains the table, with `wordwise` for words compared one
by one. `card` writes what was done and measured beside the model.
"""

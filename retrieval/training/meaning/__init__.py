"""Trains the sentence encoder, `retrieval.transformer.sentence_encoder`: `python -m retrieval.training.meaning`.

`examples` makes questions with right passages and rivals, of labelled questions as the product meets them and of questions
written for single passages; `training` trains on both by turns. Network and files are those of
`retrieval.training.transformer`.
"""

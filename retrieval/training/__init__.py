"""Trains the encoder that is bundled with the project; see `__main__` for the one command that does it.

Nothing here is imported at run time. It needs the optional extra `train` (torch, gensim, jieba).
"""

"""Fits the models of `retrieval.whole.documents`: `labelled` reads questions with all that answers them, `topics` fits what
a question is about, `decisions` which documents have it, `pairs` what is compared with what."""

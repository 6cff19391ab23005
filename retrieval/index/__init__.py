"""What is known of the documents before anything is asked: one immutable generation at a time, in memory and on disk.

`generation` is the loaded form; `encoding` computes its vectors with an `encoder`, `files` writes and checks its files, and
`library` builds generations side by side and switches between them. `lexical` is BM25, `rarity` its idf, `word_table` the
vectors of single words, `document_names` what a document is called, `one_core` keeps a question on one core.
"""

"""What is known of the documents before anything is asked: one immutable generation at a time, on disk, opened as it is used.

`generation` is what questions are asked of; `assembling` makes it of the living documents of several `segments`, and `library`
builds these from a folder of files, beside what serves, and switches. `encoding` computes vectors with an `encoder`, `lexical`
is BM25, `rarity` its idf, `word_table` the vectors of single words, `document_names` what a document is called, `processors`
keeps a question on one core.
"""

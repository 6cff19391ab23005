"""Files in, documents out. Knows nothing of vectors, questions or chat; `corpus/README.md` shows the way of a file.

`document` holds the records, `errors` what can go wrong. `folder` reads a folder and leaves copies out (`copies`);
`ingest` turns one file into a document, through `readers/`, `lines/`, `front/`, `headings/` and `passages`, which all
know the language from `chinese/`. `enumerations/` finds its lists when they are asked for. `review` names what a person should check.
`speeches/` are the shipped documents.
"""

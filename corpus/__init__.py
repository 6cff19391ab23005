"""Files in, documents out. Knows nothing of vectors, questions or chat; `corpus/README.md` shows the way of a file.

`document` holds the records, `errors` what can go wrong. `folder` reads a folder and leaves copies out (`copies`);
`ingest` turns one file into a document, through `readers/`, `lines/`, `front/`, `headings/` and `passages`, which all
know the language from `chinese/`. `review` names what a person should check. `speeches/` are the shipped documents.
"""

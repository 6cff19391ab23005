"""What a question says, before any document is looked at.

`understanding` puts it together: years, regions, everyday phrases (`thesaurus`), and what kind of answer is wanted (`cues`,
and `fact_kinds` for facts). Nothing here knows of documents or vectors.
"""

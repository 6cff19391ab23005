"""What a question names and the collection does not have: a region, a year, a document.

`region_words` knows names of regions, `names` finds those of a question that no document is of, `withholding` takes out of
an answer what speaks of another one.
"""

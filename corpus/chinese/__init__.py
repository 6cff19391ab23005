"""What holds for any Chinese official text, whatever file it comes from: nothing here knows of files or sections.

`numbers` reads and writes numerals, `markers` says which numbering a line opens with, `sentences` where sentences and
clauses end, `people` how persons are named and addressed, `dates` which days are named, `regions` which provinces there are, and `variants` brings
Traditional and small forms to the usual ones, character by character, and a document back to its own.
"""

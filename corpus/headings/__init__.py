"""Headings and the tree they form.

While a document is read, `candidates` finds the lines that may be headings (each a `candidate`): by their number
(`numbered`), as titles (`titles`), by what they announce (`signposts`), or by the row they stand in (`leads`). `outline`
decides by sequence which are: `lookahead` shows what is still to come, `open_sections` what is open. Once it is read,
`tree` answers everything about the finished headings: parents, children, paths, spans, neighbours.
"""

"""Headings and the tree they form.

While a document is read, `candidates` finds the lines that may be headings, and `outline` decides by sequence which
are: `lookahead` shows what is still to come, `open_sections` what is open. Once it is read, `tree` answers everything
about the finished headings: parents, children, paths, spans, neighbours.
"""

"""Lines as a reader found them, made into paragraphs of the document.

In order: `wrapping` undoes a fixed width, `cleaning` leaves out what is the page's (by the patterns in `furniture`, the
tables in `contents`, the repetitions in `running_heads`), `paragraphs` rejoins broken lines, `splitting` cuts before a
second heading on one line. `pages` finds the page breaks again in the finished text.
"""

"""The terminal: `chat` reads lines and `conversation` answers them, `replies` and `stretches` make text of outcomes.

`answers` prints single answers and builds the library, `explanation` says why an answer came out so, `outline` shows
how files are understood, `evaluation` measures,
`question_writing` helps to write what to measure on.
"""

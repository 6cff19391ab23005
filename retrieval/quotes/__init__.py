"""From ranked passages to quotes.

`selection` picks which passages are quoted, joins neighbours and, by `repetition`, names what several sections say once;
`highlights` marks the sentences that answer; `records` cuts a screenful and makes the records of an answer.
"""

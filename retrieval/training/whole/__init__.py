"""What whole answers are fitted by: wordings of every kind, and questions labelled with all that belongs to their answers.

`kinds` fits which kind a wording wants; `lists_and_conditions`, `documents` and `telling` fit what gathers them. All of it:
`make fit-whole`.
"""

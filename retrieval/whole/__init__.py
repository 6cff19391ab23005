"""Whole answers: everything that belongs to an answer, where one passage is not all of it.

`kinds` tells by its wording what kind of answer a question wants, a module for each kind gathers what belongs to it, and
`completing` decides whether that leads, is offered, or is left out. Whatever is shown is a slice of a document.
"""

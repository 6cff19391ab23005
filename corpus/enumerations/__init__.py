"""Enumerations: the lists that a document holds, in whatever form it writes them.

`marked` finds items that open with markers of one family in sequence, `parallel` those that begin alike, `pieces` the parts
of paragraphs and sentences, `outlined` the headings, paragraphs and rows of a section; `finding` brings them together.
"""

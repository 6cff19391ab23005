"""A draft in, its quotations compared with the documents out.

`quoting` finds quotations in a text and `attributing` whom they are attributed to; `citing_sections` finds the cited document
and section, `placing` where the words stand, `deviating` what differs; `checking` gives the verdict, in `checked` records.
"""

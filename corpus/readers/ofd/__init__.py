"""OFD, the fixed-layout format of Chinese offices (GB/T 33190): `reader` finds the pages, `letters` says what stands where.

A library that reads it brings a PDF engine under a licence that this project cannot take along; the text is plain XML.
"""

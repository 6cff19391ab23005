"""Formats that place letters on pages: `lines` puts the letters of a page together, `page_edges` tells running headers and
page numbers, `layout` measures margins and leading, by which `paragraphs` are put together; `blocks` does it all.
"""

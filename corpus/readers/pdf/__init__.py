"""PDFs with a text layer: `reader` opens the file, `lines` puts the letters of a page together, `page_edges` tells
running headers and page numbers, `layout` measures margins and leading, by which `paragraphs` are put together.
"""

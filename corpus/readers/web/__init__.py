"""Saved web pages: `reader` walks the page and yields the lines a browser shows, `page_parts` says which parts of the
page its markup names as navigation, hidden or not to be read. `book` reads the pages of a book (.epub).
"""

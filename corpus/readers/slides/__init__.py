"""Presentations (.pptx): `reader` takes the slides in their order, titles as headings, tables as rows, then the notes."""

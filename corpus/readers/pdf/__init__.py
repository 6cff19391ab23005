"""PDFs with a text layer: `reader` opens the file, `letters` says what stands where on a page; the rest is `pages/`."""

"""Checking the quotations of a draft: `reading` opens the file, `reporting` puts the verdicts into words, `word` and `marked` write
them into a copy of the draft, at the quotations that they are on."""

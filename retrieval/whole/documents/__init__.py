"""Whole answers that range over documents: which of them say it, how two sides compare, how it changed over the years.

`topic` tells what a question is about from how it asks, `scan` looks through every document for it, `decision` says of each
whether it has it; `across`, `comparison` and `over_time` make answers of that.
"""

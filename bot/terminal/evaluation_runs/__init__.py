"""Runs of an evaluation in the terminal: `configurations` to compare, `asking` (conversations too), `tables`, the `page`."""

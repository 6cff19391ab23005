"""Runs of an evaluation in the terminal: `configurations` to compare, `peers` beside ours, `tables`, the `page`, other `files`."""

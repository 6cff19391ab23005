"""A corpus with labels, who may see what of it, and everybody who asks everything of it, watched."""

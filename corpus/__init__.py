"""Files in, documents out: readers, cleaning, the heading tree and passages. Knows nothing of vectors or chat."""

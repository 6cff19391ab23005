"""How candidates are scored, how sure an answer is, how either is explained, and the optional reranker."""

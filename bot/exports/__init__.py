"""A conversation's quotes to take away: `gathering` finds them again in their documents, `word` writes them to a file."""

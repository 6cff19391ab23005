"""The conversation: what a message means after the one before, and where in the documents it leads. Knows no channel."""

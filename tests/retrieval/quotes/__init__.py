"""What is quoted of what was found: which passages, how much of them, which sentences are marked."""

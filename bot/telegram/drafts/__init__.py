"""A draft in the chat: `handling` takes it, `fetching` gets it from Telegram and has it checked; the copy goes back as a file."""

"""The edge: settings, command line, terminal chat and Telegram. Knows nothing of how anything is ranked."""

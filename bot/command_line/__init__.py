"""The command line in parts: what every command needs (`common`), what serves (`serving`), and the commands of whoever runs the bot (`operating`)."""

"""The command line in parts: what every command needs (`common`), and the commands of whoever runs the bot (`operating`)."""

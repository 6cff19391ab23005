"""What whoever runs the bot looks at and does, in any channel: `status`, `library_check`, `backup`, `evaluating`, `labelling`."""

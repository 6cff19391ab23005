"""What whoever runs the bot looks at and does, in any channel: `status`, `library_check`, `backup`, `going_back`, `evaluating`, `labelling`."""

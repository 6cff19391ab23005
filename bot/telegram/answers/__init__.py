"""Messages in, answers out: `answering` has a message replied to, keeps the turn for its buttons and sends the screen."""

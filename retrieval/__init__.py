"""Documents in, answers out: encoder, indexes, ranking, the library on disk, evaluation. Knows nothing of Telegram."""

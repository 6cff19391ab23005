"""The sentence that tells what was asked: candidates from the likeliest documents, described and chosen by a fitted model."""

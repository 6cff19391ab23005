"""What several tests share: fakes, made files, invariants, a Bot API server and a bot connected to it. Asserts nothing."""

"""Fuzzers, each a command that ends with status 1 when it finds a fault; shorter runs of them are tests."""

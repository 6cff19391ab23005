"""Benchmarks, each a command that prints its figures: `make bench` lists them."""

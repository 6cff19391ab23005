"""Tests of the transformer that ships and of the vectors that are kept."""

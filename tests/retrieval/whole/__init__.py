"""Whole answers: which kind is wanted, and what is gathered."""

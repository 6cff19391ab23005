"""Fits what whole answers decide by."""

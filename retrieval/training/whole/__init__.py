"""Fits what gathers whole answers, on labelled questions with their complete answers; `questions/` keeps them by position."""

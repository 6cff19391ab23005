"""The numbers of an evaluation: hits, calibration, robustness against other ways of writing."""

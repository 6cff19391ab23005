"""The library on disk: what is in it (`generations`, `manifest`), how the next is made of the last (`changes`, `building`), and
what its passages mean, which comes later (`deepened`)."""

"""New generations of the collection: `reloading` builds one while the old one serves, `reports` and `rolling_back`."""

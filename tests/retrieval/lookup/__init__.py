"""Questions that name a section or repeat words of a document."""

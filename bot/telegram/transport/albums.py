"""Pictures that are sent together come as messages of their own; the bot says one thing to all of them."""

from collections import OrderedDict

RECENT_ALBUMS = 1_000


class Albums:
    """The albums seen last, and whether a picture with words was among them."""

    def __init__(self) -> None:
        self._worded: OrderedDict[str, bool] = OrderedDict()

    def takes(self, album: str | None, *, worded: bool) -> bool:
        """Whether there is something to say to this picture: to the first with words, else to the first of all."""
        if album is None:
            return True
        before = self._worded.get(album)
        if before or (before is not None and not worded):
            return False
        self._worded[album] = worded
        if len(self._worded) > RECENT_ALBUMS:
            self._worded.popitem(last=False)
        return True

    def is_worded(self, album: str | None) -> bool:
        """Whether words have come with it."""
        return album is not None and self._worded.get(album, False)

"""Whom a token stands for: a user or a group as `access` knows them, so that programs see what these may see and no more."""

import hmac
import os
import re
from collections.abc import Mapping

from bot.access.doorkeeper import Doorkeeper
from bot.access.labels import Labels
from bot.access.register import Register
from bot.access.views import Viewable, ViewableCollection, Views
from bot.errors import BotError, SettingsError
from bot.settings import Settings

TOKENS_VARIABLE = "YUANWEN_MCP_TOKENS"
_ENTRY = re.compile(r"(-?[0-9]{1,16}):([A-Za-z0-9_-]{16,256})")
NOBODY = 0


class Bearers:
    """What is seen over HTTP, by the token of a request. Whoever bears none is nobody: sees what all may see, if all may ask."""

    def __init__(self, collection: ViewableCollection, settings: Settings, tokens: Mapping[str, int]) -> None:
        """`tokens` with the number of the user or group that each stands for. Raises SettingsError."""
        admins, access = settings.telegram.admin_ids, settings.access
        register = Register(settings.storage.place if access.mode == "paired" else None)
        labels = Labels(access.labels, admins)
        self._door, self._labels, self._tokens = Doorkeeper(access, admins, register), labels, dict(tokens)
        self._views = Views(collection, labels)

    def viewed(self, token: str | None) -> Viewable:
        """The collection as the bearer may see it. Raises BotError for a token that is not known, or who may not ask."""
        party = NOBODY if token is None else self._party(token)
        if not self._door.admits(party):
            raise BotError("this collection answers those alone whom `access` names; send the token of one as Bearer")
        return self._views.view(self._labels.seen_by(party))

    def _party(self, token: str) -> int:
        # All are compared, so that the time tells nothing of which is near.
        same = [p for known, p in self._tokens.items() if hmac.compare_digest(known.encode(), token.encode())]
        if not same:
            raise BotError("this token is not known; ask whoever runs the server for one")
        return same[0]


def tokens_given() -> dict[str, int]:
    """The tokens of the environment. Raises SettingsError, without showing any, where one cannot be used."""
    tokens: dict[str, int] = {}
    for number, entry in enumerate(re.split(r"[,\s]+", os.environ.get(TOKENS_VARIABLE, "").strip()), start=1):
        if not entry:
            continue
        match = _ENTRY.fullmatch(entry)
        if match is None or match[2] in tokens:
            raise SettingsError(
                f"{TOKENS_VARIABLE}, entry {number}: expected NUMBER:TOKEN, the number of a user or group and 16 to 256 of "
                "A-Z a-z 0-9 _ - that no other has, for example from `openssl rand -hex 32`"
            )
        tokens[match[2]] = int(match[1])
    return tokens

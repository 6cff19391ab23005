"""`yuanwen allow`, `revoke` and `who`: what admins do in the chat about who may ask, at the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from bot.access.admitted import admitted_lines
from bot.access.doorkeeper import Doorkeeper
from bot.access.register import VALID_SECONDS, Register
from bot.database.opening import existing
from bot.errors import BotError, StoreFault
from bot.messages import Texts
from bot.settings import Settings
from bot.terminal.operating import print_said, record_deed

AT_THE_MACHINE = 0
"""Who lets in, in the register, where no admin does."""


def allow_code(settings: Settings, code: str, texts: Texts, *, as_json: bool) -> None:
    """Let in whoever was given `code`. Raises BotError where nobody was."""
    say = texts.access
    with _door(settings, texts) as door:
        if not door.is_pairing:
            raise BotError(say.not_pairing.format(mode=door.mode))
        allowed = door.allow(code.strip(), AT_THE_MACHINE)
    record_deed(settings, "allow", str(allowed.party) if allowed else "", ending="done" if allowed else "refused")
    if allowed is None:
        raise BotError(say.wrong_code.format(code=code, minutes=VALID_SECONDS // 60))
    said = say.allowed.format(name=allowed.name or say.nameless, party=allowed.party)
    print_said({"allowed": allowed.party, "name": allowed.name} if as_json else [said])


def revoke_party(settings: Settings, party: int, texts: Texts, *, as_json: bool) -> None:
    """Let in the user or group `party` no longer. Raises BotError where no admin has let it in."""
    say = texts.access
    with _door(settings, texts) as door:
        if door.lists(party):
            raise BotError(say.listed_in_settings.format(party=party))
        revoked = door.revoke(party, AT_THE_MACHINE)
    record_deed(settings, "revoke", str(party), ending="done" if revoked else "refused")
    if not revoked:
        raise BotError(say.not_allowed_before.format(party=party))
    print_said({"revoked": party} if as_json else [say.revoked.format(party=party)])


def show_who(settings: Settings, texts: Texts, *, as_json: bool) -> None:
    """Print who may ask: those whom the settings list, those whom admins have allowed, and how many wait."""
    with _door(settings, texts) as door:
        allowed, waiting = door.everyone(), door.waiting
        lines = admitted_lines(door, texts)
    everyone = [{name: value for name, value in asdict(one).items() if name != "language"} for one in allowed]
    said: dict[str, object] = {"mode": door.mode, "listed": door.listed, "allowed": everyone, "waiting": waiting}
    print_said(said if as_json else lines)


@contextmanager
def _door(settings: Settings, texts: Texts) -> Iterator[Doorkeeper]:
    """Who may ask, as the bot has it; without the file, since looking makes none, as with an empty one. Raises BotError."""
    register = Register(existing(settings.storage.place))
    door = Doorkeeper(settings.access, settings.telegram.admin_ids, register, on_change=lambda change: None)
    try:
        yield door
    except StoreFault:
        raise BotError(texts.access.not_stored) from None
    finally:
        door.close()

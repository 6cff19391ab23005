"""Who may ask, in lines: the same for an admin in the chat and at the machine."""

from datetime import datetime

from bot.access.doorkeeper import Doorkeeper
from bot.messages import Texts


def admitted_lines(door: Doorkeeper, texts: Texts) -> list[str]:
    """Those whom the settings list, those whom admins have allowed, and how many wait for that."""
    words = texts.access
    lines = [words.who_open] if door.mode == "open" else []
    if door.listed:
        lines.append(words.who_listed.format(parties="、".join(map(str, door.listed))))
    if not door.is_pairing:
        return lines or [words.who_nobody]
    allowed = door.everyone()
    lines.append(words.who_allowed.format(count=len(allowed)) if allowed else words.who_none)
    for each in allowed:
        name, by = each.name or words.nameless, str(each.by) if each.by else words.at_the_machine
        date = f"{datetime.fromtimestamp(each.made):%Y-%m-%d %H:%M}"
        lines.append(words.who_line.format(name=name, party=each.party, date=date, by=by))
    return [*lines, words.who_waiting.format(count=door.waiting)] if door.waiting else lines

"""An entry of the audit as a person reads it."""

from bot.messages import Texts
from bot.records.audit import Event


def event_line(event: Event, say: Texts) -> str:
    """One line; what a newer version has recorded under a name that is not known here is shown by that name."""
    texts = say.records
    who = getattr(texts, f"by_{event.who.replace(' ', '_')}", event.who)
    return texts.log_line.format(
        time=event.at.strftime("%Y-%m-%d %H:%M"),
        who=who,
        action=getattr(texts, f"act_{event.action}", event.action),
        what=f" {event.what}" if event.what else "",
        ending=getattr(texts, f"ended_{event.ending}", event.ending),
        note=f"（{event.note}）" if event.note else "",
    )

"""What goes wrong with a call, on demand."""

import asyncio
from dataclasses import dataclass, field

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
REASONS = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: CONFLICT,
}
"""What Telegram says with a status; without words of its own a status comes as the page of a broken gateway."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call: an HTTP status (with the `reason` that Telegram gives), flood control, a closed socket, or waiting for an event.

    `delivered` says that the call takes effect all the same and only its response is lost. `reached` is set when the
    call arrives; a Fault without anything else only tells that.
    """

    status: int = 0
    reason: str = ""
    retry_after: int = 0
    closed: bool = False
    delivered: bool = False
    until: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

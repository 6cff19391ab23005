"""What users have done and the bot has not yet taken: fetched by long polling, or delivered to its webhook."""

import asyncio
import itertools
import re
from typing import Any

import aiohttp

from tests.support.bot_api.faults import CONFLICT
from tests.support.telegram_rules import Refused


class Updates:
    """The queue of updates. `deliver` runs as a task of its own and does nothing while no webhook is set."""

    def __init__(self) -> None:
        self.webhook: dict[str, Any] = {}
        self.numbers = itertools.count(7000)
        self._waiting: list[dict[str, Any]] = []
        self._arrived = asyncio.Condition()
        self._last: dict[str, Any] = {}
        self._poll = 0

    async def add(self, kind: str, what: dict[str, Any]) -> None:
        """Something has happened."""
        async with self._arrived:
            self._last = {"update_id": next(self.numbers), kind: what}
            self._waiting.append(self._last)
            self._arrived.notify_all()

    async def taken(self) -> None:
        """Wait until every update has been delivered and its receipt confirmed."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: not self._waiting)

    async def again(self) -> None:
        """The last update is delivered once more, as after a response that was lost."""
        async with self._arrived:
            assert self._last not in self._waiting, "it has not been delivered yet"
            self._waiting.append(self._last)
            self._arrived.notify_all()

    async def poll(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Long polling; a second poll ends the first with a conflict, as Telegram does it."""
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._poll += 1
        poll, offset, kinds = self._poll, int(data.get("offset", 0)), data.get("allowed_updates")

        def waiting() -> list[dict[str, Any]]:
            return [u for u in self._waiting if u["update_id"] >= offset and (not kinds or set(u) & set(kinds))]

        async with self._arrived:
            self._waiting = waiting()
            self._arrived.notify_all()
            try:
                async with asyncio.timeout(float(data.get("timeout", 0))):
                    await self._arrived.wait_for(lambda: waiting() or self._poll != poll)
            except TimeoutError:
                return []
            if self._poll != poll:
                raise Refused(409, CONFLICT)
            return waiting()[: int(data.get("limit", 100))]

    async def set_webhook(self, data: dict[str, Any]) -> bool:
        """Deliver to `data["url"]` from now on; nowhere where there is none."""
        if "secret_token" in data and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", data["secret_token"]):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        async with self._arrived:
            self.webhook = data
            self._arrived.notify_all()
        return True

    async def deliver(self) -> None:
        """Post updates to the webhook, one after the other, again until each is taken; wait while there is none."""
        while True:
            async with self._arrived:
                await self._arrived.wait_for(lambda: self._waiting and self.webhook.get("url"))
                update, hook = self._waiting[0], self.webhook
            taken = 200
            if not (kinds := hook.get("allowed_updates")) or set(update) & set(kinds):
                secret = {"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"]} if "secret_token" in hook else {}
                try:
                    taken = await self.post(update, **secret)
                except aiohttp.ClientError:
                    taken = 0
            if taken == 200:
                async with self._arrived:
                    self._waiting.remove(update)
                    self._arrived.notify_all()
            else:
                await asyncio.sleep(0.05)

    async def post(self, update: dict[str, Any], **headers: str) -> int:
        """Deliver `update` to the webhook as anybody could; returns the status."""
        async with aiohttp.ClientSession() as client:
            answer = await client.post(self.webhook["url"], json=update, headers=headers)
            return answer.status

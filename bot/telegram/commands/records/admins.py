"""Whether a press comes from an admin in their private chat: buttons can be forged, and admins change."""

from telegram import CallbackQuery, Chat

from bot.telegram.commands.button_replies import toast
from bot.telegram.services import Services


async def pressed_by_admin(query: CallbackQuery, here: Services) -> bool:
    """Whether it does; whoever else pressed is told."""
    private = query.message is not None and query.message.chat.type == Chat.PRIVATE
    if private and query.from_user.id in here.settings.telegram.admin_ids:
        return True
    await toast(query, here.texts(query.from_user).reload.only_admins, alert=True)
    return False

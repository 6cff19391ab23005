"""What in the settings about access is perhaps not as meant, said in the log."""

import logging

from bot.telegram.services import Services

log = logging.getLogger(__name__)


def warn_of_access(here: Services) -> None:
    """Say so where nobody could ask and where a label is borne by no document."""
    door, labels = here.doorkeeper, here.labels
    if door.mode != "open" and not door.listed:
        log.warning("access is %s, and neither users nor groups nor admins are listed: nobody can ask", door.mode)
    elif door.is_pairing and not here.settings.telegram.admin_ids:
        log.warning("access is paired, and there is no admin to confirm a code: set telegram.admin_ids")
    for folder in labels.without_documents(here.collection.snapshot().documents):
        log.warning("access.labels names the folder %s, in which there is no document: is it spelt so?", folder)

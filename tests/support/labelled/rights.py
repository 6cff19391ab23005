"""Who may see what of the labelled corpus."""

from tests.support.bot_api import GROUP
from tests.support.labelled.corpus import Labelled, labelled_documents
from tests.support.running_bot import ADMIN

CLOSED_GROUP, STAFF_GROUP = GROUP, GROUP - 1
INSIDE, BOTH, MONEY = range(1000, 1020), range(2000, 2020), range(3000, 3020)
OUTSIDE = range(4000, 4040)
RIGHTS = {"内部": (*INSIDE, *BOTH), "人事": (*BOTH, STAFF_GROUP), "财务": MONEY}
PARTIES = (*OUTSIDE, *INSIDE, *BOTH, *MONEY, ADMIN, CLOSED_GROUP, CLOSED_GROUP, STAFF_GROUP, STAFF_GROUP)
ACCESS = {"labels": RIGHTS}
LIMITS = {"burst": 1000, "per_minute": 1000, "waiting": 1000}
DOCUMENTS = labelled_documents()


def may_see(party: int, document: Labelled) -> bool:
    return document.label is None or party == ADMIN or party in RIGHTS[document.label]

"""What an address in the settings may be, and what must not stand in one."""

import re
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator

LOCAL = r"(127\.\d+\.\d+\.\d+|localhost|\[::1\])"
STORAGE_PASSWORD_VARIABLE = "YUANWEN_STORAGE_PASSWORD"


def _checked_url(url: str) -> str:
    if url.startswith("https://") or re.match(rf"http://{LOCAL}[:/]", url):
        return url
    raise ValueError(f"must start with https:// (http:// only for this machine), found {url!r}")


def _checked_database(url: str) -> str:
    try:
        found = urlsplit(url)
        secret = found.password is not None or "password" in parse_qs(found.query, keep_blank_values=True)
    except ValueError:
        raise ValueError("must be an address as in postgresql://yuanwen@db.example.org/yuanwen") from None
    if secret:
        raise ValueError(f"must hold no password: put it into the environment variable {STORAGE_PASSWORD_VARIABLE}")
    if found.scheme != "postgresql" or not found.path.strip("/"):
        raise ValueError("must be the address of a PostgreSQL as in postgresql://yuanwen@db.example.org/yuanwen")
    return url


def without_secret(text: str) -> str:
    """`text` without what an address in it holds before its host, or says of a password."""
    return re.sub(r"(?i)(password=)[^&\s'\"]*", r"\1…", re.sub(r"://.*@", "://…@", text))


Address = Annotated[str, AfterValidator(_checked_url)]
"""Where something on the network is found: encrypted, or on this machine."""
DatabaseAddress = Annotated[str, AfterValidator(_checked_database)]
"""A PostgreSQL, without the password."""

"""All that one document says of validity, its own and others', put together so that it can be kept without the text."""

from dataclasses import dataclass
from typing import Any

from corpus.document import Document
from corpus.validity.repeals import Deed, read_repeals
from corpus.validity.terms import read_term
from corpus.validity.works import holds_until_replaced, is_revision, version_date, work_key, work_keys


@dataclass(frozen=True, slots=True)
class Claims:
    """The keys of the `works` that a document is, the last day of its term (`until`), the works that it repeals or amends
    (`named`), its date as a `version`, whether it `is_revision` and whether it is a rule that a later version replaces."""

    works: frozenset[str]
    until: str | None
    named: tuple[tuple[str, Deed], ...]
    version: str | None
    is_revision: bool
    is_rule: bool

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "works": sorted(self.works),
            "until": self.until,
            "named": self.named,
            "version": self.version,
            "is_revision": self.is_revision,
            "is_rule": self.is_rule,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Claims":
        named = tuple((key, deed) for key, deed in kept["named"])
        return cls(**{**kept, "works": frozenset(kept["works"]), "named": named})


def claims_of(document: Document) -> Claims:
    """What `document` says."""
    term = read_term(document)
    return Claims(
        work_keys(document),
        term.until if term else None,
        tuple((work_key(named.name), named.deed) for named in read_repeals(document)),
        version_date(document),
        is_revision(document),
        holds_until_replaced(document),
    )

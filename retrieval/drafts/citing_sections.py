"""Which documents and which of their sections a draft cites: 《云岭市文明养犬管理条例》第十二条, and 《条例》 after that.

Several documents may be meant (《政府工作报告》); the words may then stand in any of them.
"""

import re
from dataclasses import dataclass, field

from corpus.chinese.sentences import Span
from corpus.headings.tree import ROOT
from retrieval.drafts.attributing import Attribution
from retrieval.drafts.checked import CitedSource
from retrieval.fold import Folded, fold
from retrieval.index.generation import Generation
from retrieval.lookup.alignment import letters_of
from retrieval.lookup.documents_meant import interpretations_of
from retrieval.lookup.navigation import Navigator
from retrieval.lookup.steps import Reference, Step, read_reference

SHORT_TITLE = 4
"""Letters of a title that alone names a kind of document (条例, 实施意见) and so one that was named before."""
_BRACKETED = re.compile(r"[（(〈<][^）)〉>]*[）)〉>]")
_STATE = letters_of("中华人民共和国").text


@dataclass(frozen=True, slots=True)
class Meant:
    """What an attribution leads to: document indices, and (index, span of its text) for each that has the section."""

    cited: CitedSource | None
    documents: frozenset[int] = frozenset()
    sections: tuple[tuple[int, Span], ...] = ()

    @property
    def names_section(self) -> bool:
        """Whether a section is named in a document that the collection has."""
        return bool(self.documents and self.cited and self.cited.section)


@dataclass(slots=True)
class Citations:
    """Finds what a draft cites, quotation after quotation: a short title is that of a document cited before."""

    generation: Generation
    _known: dict[str, frozenset[int]] = field(default_factory=dict)
    _before: list[frozenset[int]] = field(default_factory=list)
    _titles: list[frozenset[str]] | None = None

    def meant(self, attribution: Attribution) -> Meant:
        """The documents and sections that `attribution` names."""
        section = attribution.section
        if not attribution.titles:
            return Meant(None)
        documents = frozenset[int]().union(*map(self._documents, attribution.titles))
        if documents:
            self._before.append(documents)
        sections = tuple(self._sections(documents, section)) if section else ()
        return Meant(
            CitedSource("》《".join(attribution.titles), section, bool(documents), bool(sections)), documents, sections
        )

    def _documents(self, title: str) -> frozenset[int]:
        letters = letters_of(title).text
        if len(letters) <= SHORT_TITLE:
            for documents in reversed(self._before):
                same = frozenset(i for i in documents if any(letters in name for name in self.titles[i]))
                if same:
                    return same
        if title not in self._known:
            self._known[title] = self._named(title) or self._named(_BRACKETED.sub("", title))
        return self._known[title]

    @property
    def titles(self) -> list[frozenset[str]]:
        """The letters of what each document is entitled."""
        if self._titles is None:
            self._titles = [
                frozenset(letters_of(name).text.removeprefix(_STATE) for name in (d.title, d.name, _stem(d.source)))
                for d in self.generation.documents
            ]
        return self._titles

    def _named(self, title: str) -> frozenset[int]:
        letters = letters_of(title).text.removeprefix(_STATE)
        if not letters:
            return frozenset()
        if whole := [i for i, names in enumerate(self.titles) if letters in names]:
            return frozenset(whole)
        if len(letters) > SHORT_TITLE and (
            part := [i for i, names in enumerate(self.titles) if any(letters in name for name in names)]
        ):
            return frozenset(part)
        ways = interpretations_of(self.generation, Reference(Folded(fold(title).strip()), ()))
        return frozenset(way.document_index for way in ways if way.named and not way.mentions)

    def _sections(self, documents: frozenset[int], section: str) -> list[tuple[int, Span]]:
        reference = read_reference(fold(section))
        steps = [step for step in reference.steps if step.unit != "paragraph"] if reference else []
        found = []
        for index in sorted(documents) if steps else ():
            navigator = Navigator.of(self.generation, index)
            at = _followed(navigator, steps)
            if at is not None:
                found.append((index, navigator.tree.span(at)))
        return found


def _followed(navigator: Navigator, steps: list[Step]) -> int | None:
    section = ROOT
    for step in steps:
        following = navigator.follow(step, section)
        if following is None:
            return None
        section = following
    return section


def _stem(source: str) -> str:
    return source.rpartition("/")[2].rsplit(".", 1)[0]

"""The tree in the making: headings found so far and, innermost last, the sections that are open."""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.chinese.markers import RANK
from corpus.headings.candidate import HeadingCandidate


@dataclass(slots=True)
class Node:
    """A heading in the making; `parent` is an index into the node list, -1 for none."""

    candidate: HeadingCandidate
    level: int
    parent: int
    paragraphs: int = 0
    children: int = 0

    @property
    def holds_one_paragraph(self) -> bool:
        return self.paragraphs == 1 and self.children == 0


@dataclass(slots=True)
class _Run:
    """Siblings of one family: how many, the last, and whether all before it hold exactly one paragraph.

    `run_in` says that the text of each follows on the heading's line; `apart` that an empty line stands above each,
    `tight` and `loose` that text or a heading below them has none above it, or one.
    """

    count: int = 0
    last: Node | None = None
    even: bool = True
    run_in: bool = True
    apart: bool = True
    tight: bool = False
    loose: bool = False


class OpenSections:
    """The nodes and the stack of open ones."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.nested: set[tuple[str, str]] = set()
        self.seen: set[str] = set()
        self._stack: list[int] = []
        self._runs: dict[tuple[int, str], _Run] = {}

    def __len__(self) -> int:
        return len(self._stack)

    def at(self, depth: int) -> HeadingCandidate:
        """The heading of the open section at `depth`; -1 is the innermost."""
        return self.nodes[self._stack[depth]].candidate

    @property
    def innermost(self) -> int:
        """The node whose section is open innermost, -1 for none."""
        return self._stack[-1] if self._stack else -1

    def depths(self, family: str) -> list[int]:
        """Depths of the open sections of `family`, innermost first."""
        return [d for d in reversed(range(len(self._stack))) if self.at(d).family == family]

    def deepest(self, holds: Callable[[HeadingCandidate], bool]) -> int | None:
        """The depth of the innermost open section that `holds` is true of."""
        return next((d for d in reversed(range(len(self._stack))) if holds(self.at(d))), None)

    def close(self, depth: int) -> None:
        """Close the open sections from `depth` on."""
        del self._stack[depth:]

    def close_while(self, holds: Callable[[HeadingCandidate], bool]) -> None:
        """Close the innermost sections as long as `holds` is true of them."""
        while self._stack and holds(self.at(-1)):
            self._stack.pop()

    def open(self, candidate: HeadingCandidate, apart: bool | None = None) -> None:
        """Add `candidate` below the innermost open section and open its own; `apart` below an empty line.

        Where the document has no empty lines, `apart` is None.
        """
        parent = self.innermost
        if apart is not None:
            self._set(apart)
        level = self.nodes[parent].level + 1 if self._stack else 1
        if self._stack:
            self.nodes[parent].children += 1
            self.nested.add((self.nodes[parent].candidate.family, candidate.family))
        run = self._runs.setdefault((parent, candidate.family), _Run())
        run.even = run.even and (run.last is None or run.last.holds_one_paragraph)
        run.run_in = run.run_in and not candidate.stands_alone
        run.apart = run.apart and bool(apart)
        run.count, run.last = run.count + 1, Node(candidate, level, parent)
        self.nodes.append(run.last)
        self.seen.add(candidate.family)
        self._stack.append(len(self.nodes) - 1)

    def add_paragraph(self, apart: bool | None = None) -> None:
        """Text of the innermost open section, `apart` below an empty line, None on the heading's own."""
        if self._stack:
            self.nodes[self._stack[-1]].paragraphs += 1
        if apart is not None:
            self._set(apart)

    def _set(self, apart: bool) -> None:
        """A paragraph or heading within the open sections stands below an empty line or does not."""
        for index in self._stack:
            run = self._run_of(self.nodes[index])
            run.loose, run.tight = run.loose or apart, run.tight or not apart

    def _run_of(self, node: Node) -> _Run:
        return self._runs[node.parent, node.candidate.family]

    def parted(self, goes_on: Callable[[HeadingCandidate], bool]) -> int | None:
        """The depth of the outermost open section that ends at an empty line.

        Such are the last of three or more that empty lines part, and inside of which none has stood so far.
        """
        for depth, index in enumerate(self._stack):
            run = self._run_of(self.nodes[index])
            if run.count >= 3 and run.apart and run.tight and not run.loose and not goes_on(self.at(depth)):
                return depth
        return None

    def full_like_siblings(self) -> bool:
        """Whether the innermost open section is the last of three or more that all hold exactly one paragraph.

        Outermost sections are full only where each is that paragraph itself, its heading run in. A numbered heading on
        a line of its own holds whatever follows: of six such sections with a further paragraph, five meant it so.
        """
        node = self.nodes[self._stack[-1]]
        if node.candidate.stands_alone and node.candidate.number is not None:
            return False
        run = self._run_of(node)
        inner = node.parent >= 0 or run.run_in
        return inner and run.count >= 3 and run.even and node.holds_one_paragraph


def rank(candidate: HeadingCandidate) -> float:
    """Titles without number rank just below an annex, so that anything may open inside them."""
    return RANK.get(candidate.family, 0.5)

"""Reading on around a quote: its context, its section, and where it stands."""

from dataclasses import replace

from bot.conversation.outcomes import Context, Page, Said, Section, Source
from bot.conversation.replies.scene import CannotShow, Scene, Shown, chosen_stretch, read_stretch, tree_at
from bot.conversation.stretches import Stretch, section_stretch, surroundings, whole_document
from bot.conversation.turns import Understood
from corpus.headings.tree import ROOT, HeadingTree


def context(scene: Scene, understood: Understood) -> Shown:
    """The sentences before and after; where the section has no more of them, the passages before and after."""
    stretch, scene = _looked_at(scene, understood)
    shown = context_of(tree_at(scene, stretch), stretch, scene.turn.at)
    _check_wider(scene, stretch, shown.around.whole)
    page, turn = read_stretch(scene, shown.around.whole)
    return replace(shown, page=page), turn


def section(scene: Scene, understood: Understood) -> Shown:
    """The section that a quote stands in; asked again, the one around that, up to the whole document."""
    stretch, scene = _looked_at(scene, understood)
    tree = tree_at(scene, stretch)
    heading, wider = _section_around(scene, tree, stretch)
    _check_wider(scene, stretch, wider)
    page, turn = read_stretch(scene, wider)
    return Section(tree, heading, page, scene.turn.at), turn


def expand(scene: Scene, understood: Understood) -> Shown:
    """The section that a quote stands in where that is a page or less, else the text around the quote."""
    stretch, _ = _looked_at(scene, understood)
    _, wider = _section_around(scene, tree_at(scene, stretch), stretch)
    page = scene.channel.page
    fits = page is None or wider.end - wider.start <= page
    return section(scene, understood) if fits else context(scene, understood)


def source(scene: Scene, understood: Understood) -> Shown:
    """The citation of a quote."""
    stretch = chosen_stretch(scene, understood.number)
    number = scene.turn.at if understood.number is None else understood.number - 1
    return Source(tree_at(scene, stretch), stretch, number), scene.turn


def context_of(tree: HeadingTree, quote: Stretch, number: int) -> Context:
    """Quote `number` (from 0) with what stands around it, on one page."""
    around = surroundings(tree, quote)
    return Context(Page(tree, around.whole), around, number)


def section_of(tree: HeadingTree, heading: int) -> Section:
    """The section under `heading`, on one page, standing by itself."""
    return Section(tree, heading, Page(tree, section_stretch(tree, heading)))


def _looked_at(scene: Scene, understood: Understood) -> tuple[Stretch, Scene]:
    """The text that is meant, and the scene in which its quote is the one looked at."""
    stretch = chosen_stretch(scene, understood.number)
    if understood.number:
        scene = replace(scene, turn=replace(scene.turn, at=understood.number - 1))
    return stretch, scene


def _section_around(scene: Scene, tree: HeadingTree, stretch: Stretch) -> tuple[int, Stretch]:
    """The heading of the section meant, ROOT for the whole document, and its text."""
    innermost = tree.section_at(stretch.start)
    if not scene.channel.widening:
        return innermost, section_stretch(tree, innermost)
    for heading in reversed(tree.path(innermost)):
        held = tree.passages(heading)
        if held and (held[0].start < stretch.start or held[-1].end > stretch.end):
            return heading, stretch.moved(held[0].start, held[-1].end)
    whole = whole_document(tree.document)
    return ROOT, stretch.moved(whole.start, whole.end)


def _check_wider(scene: Scene, stretch: Stretch, wider: Stretch) -> None:
    """Raises CannotShow where one asks for more of a text that is shown as a whole already."""
    turn, same = scene.turn, (wider.start, wider.end) == (stretch.start, stretch.end)
    if scene.channel.widening and same and not turn.rest and not turn.choices:
        raise CannotShow(Said("whole_section"))

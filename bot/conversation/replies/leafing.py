"""From quote to quote, and what is picked by its number."""

from dataclasses import replace

from bot.conversation.outcomes import Contents, Quoted, Said, Section
from bot.conversation.replies.listing import contents_of, numbered_headings
from bot.conversation.replies.scene import CannotShow, Scene, Shown, no_such_number, read_stretch, show_quote, tree_at
from bot.conversation.stretches import Stretch, section_stretch
from bot.conversation.turns import Choice, Understood
from corpus.headings.tree import ROOT, HeadingTree


def more(scene: Scene, understood: Understood) -> Shown:
    """The rest of a text that was too long, else the next quotes: first all that are near, then the others."""
    turn = scene.turn
    if turn.rest:
        return read_stretch(scene, turn.rest)
    if turn.shown >= len(turn.quotes):
        raise CannotShow(Said("no_more_quotes" if turn.quotes else "nothing_yet"))
    at_once = scene.channel.items if turn.is_whole else scene.channel.more
    upto = min(turn.near if turn.shown < turn.near else len(turn.quotes), turn.shown + at_once)
    for quote in turn.quotes[turn.shown : upto]:
        tree_at(scene, quote)
    further = Quoted(turn.shown, upto, further=True)
    return further, replace(turn, at=turn.shown, shown=upto, view=None, choices=())


def go_on(scene: Scene, understood: Understood) -> Shown:
    """The rest of the text being read, then the section after it; further quotes where no text is being read."""
    turn = scene.turn
    if turn.rest or not turn.view or turn.view in turn.quotes:
        return more(scene, understood)
    tree = tree_at(scene, turn.view)
    following = tree.neighbours(turn.view.start, turn.view.end)[1]
    if following is None:
        raise CannotShow(Said("end_of_text"))
    run = tree.passages(following.path[-1]) if following.path else (following,)
    return read_stretch(scene, Stretch(tree.document.id, following.start, run[-1].end))


def next_quote(scene: Scene, understood: Understood) -> Shown:
    """The quote after the one looked at, or after those that were shown together."""
    turn = scene.turn
    if turn.view and not turn.quotes:
        return go_on(scene, understood)
    number = 1 + (turn.at + 1 if turn.view else max(turn.at + 1, turn.shown))
    if number > len(turn.quotes):
        raise CannotShow(Said("no_more_quotes" if turn.quotes else "nothing_yet"))
    return show_quote(scene, number)


def previous_quote(scene: Scene, understood: Understood) -> Shown:
    """The quote before the one looked at."""
    if scene.turn.at < 1:
        raise CannotShow(Said("first_quote" if scene.turn.quotes else "nothing_yet"))
    return show_quote(scene, scene.turn.at)


def pick(scene: Scene, understood: Understood) -> Shown:
    """What was offered under a number: a quote, the contents of a document, a section or what is in it."""
    choices, number = scene.turn.choices, understood.number or 0
    last = len(choices or scene.turn.quotes)
    if not last:
        raise CannotShow(Said("nothing_yet"))
    if not 1 <= number <= last:
        raise CannotShow(no_such_number(number, last))
    return open_choice(scene, choices[number - 1]) if choices else show_quote(scene, number)


def pick_offered(scene: Scene, understood: Understood) -> Shown:
    """After a refusal: the section that is picked by its number, or the first, among those that it offers."""
    number, offered = (understood.number or 1) - 1, scene.turn.offered
    if understood.action not in ("pick", "quote", "expand", "section") or not 0 <= number < len(offered):
        raise CannotShow(Said("no_more_quotes"))
    return open_choice(scene, offered[number])


def open_choice(scene: Scene, choice: Choice) -> Shown:
    """A document's contents, or a section; where that is long and has several below it, these."""
    tree = tree_at(scene, choice)
    if choice.heading == ROOT:
        return contents_of(scene, tree)
    section = section_stretch(tree, choice.heading)
    if _is_long(scene, tree, choice.heading):
        below = numbered_headings(tree, choice.heading)
        choices = tuple(Choice(tree.document.id, i) for i in below)
        turn = replace(scene.turn, view=section, rest=None, choices=choices)
        return Contents(tree, choice.heading, below), turn
    page, turn = read_stretch(scene, section)
    return Section(tree, choice.heading, page, number=0), turn


def _is_long(scene: Scene, tree: HeadingTree, heading: int) -> bool:
    """Whether a section is better entered through its sub-sections."""
    start, end = tree.span(heading)
    page = scene.channel.page
    return page is not None and end - start > 2 * page and len(tree.children(heading)) > 1

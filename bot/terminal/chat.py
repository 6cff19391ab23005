"""The conversation in the terminal: a line in, the reply out, until the input ends."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from rich.console import Console

from bot.asking import Serving
from bot.conversation.understanding.requests import COMMANDS
from bot.deepening import BackgroundDeepening, Deepenable, seconds_to_deepen
from bot.errors import BotError
from bot.messages import texts
from bot.rendering import notice
from bot.terminal.answers import print_parts
from bot.terminal.conversation import Conversation
from retrieval.errors import RetrievalError

_QUIT = {"/quit", "/exit", "/q", "quit", "exit", "bye", "退出", "再见", "拜拜"}


def chat(collection: Serving, shown: int, language: str) -> None:
    """Answer line by line until the input ends, `/quit`, Ctrl-D, or Ctrl-C on an empty line."""
    console = Console(highlight=False)
    conversation = Conversation(collection, shown, language)
    with _deepening(collection) if _at_keyboard() else nullcontext():
        _converse(conversation, _typed(_opening(collection, language), console, language), console)


def _converse(conversation: Conversation, lines: Iterator[str], console: Console) -> None:
    for line in lines:
        message = " ".join(line.split())
        if message.lower() in _QUIT:
            break
        if message:
            try:
                parts = conversation.say(message)
            except (BotError, RetrievalError) as fault:
                parts = [notice(str(fault))]
            print_parts(console, parts)
            console.print()


def _opening(collection: Serving, language: str) -> str:
    """What is said first: how much there is, and whether it is still being deepened."""
    words = texts(language).terminal
    opening = words.opening.format(count=len(collection.snapshot().documents))
    seconds = seconds_to_deepen(collection) if isinstance(collection, Deepenable) else 0
    return f"{opening}\n{words.deepening.format(minutes=max(1, round(seconds / 60)))}" if seconds else opening


@contextmanager
def _deepening(collection: Serving) -> Iterator[None]:
    """Deepens the library in the background until the conversation ends."""
    deepening = BackgroundDeepening(collection)
    deepening.wake()
    try:
        yield
    finally:
        deepening.stop()


def _at_keyboard() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _typed(opening: str, console: Console, language: str) -> Iterator[str]:
    """The lines of a pipe as they come; at a terminal the lines typed, with editing, history and completion."""
    if not _at_keyboard():
        # A line in another encoding is a question nobody can answer, no reason to end the conversation.
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        yield from sys.stdin
        return
    console.print(opening, style="dim", markup=False)
    prompt = _prompt(language)
    try:
        while True:
            yield prompt()
    except (EOFError, KeyboardInterrupt):
        return


def _prompt(language: str) -> Callable[[], str]:
    """A function that reads one line from the keyboard. It raises EOFError and KeyboardInterrupt."""
    # Only a conversation at a keyboard needs the editor.
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("c-c")
    def _drop_line(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt())

    file = _history_file()
    history: History = FileHistory(str(file)) if file else InMemoryHistory()
    words = texts(language)
    commands = WordCompleter([f"/{name}" for name in (*COMMANDS, "quit") if name != "start"], sentence=True)
    session: PromptSession[str] = PromptSession(
        words.terminal.prompt,
        history=history,
        completer=commands,
        key_bindings=keys,
        bottom_toolbar=words.terminal.toolbar,
        complete_while_typing=True,
    )
    return session.prompt


def _history_file() -> Path | None:
    """Where questions typed are kept for the arrow keys, readable by their owner alone; None where that cannot be."""
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "yuanwen"
    file = folder / "chat_history"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        with file.open("a"):
            return file
    except OSError:
        return None

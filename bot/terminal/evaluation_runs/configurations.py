"""Configurations to be compared: `encoder.model=…`, `thesaurus=off`, several joined by commas, or a run that was kept."""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.errors import BotError
from bot.settings import Settings
from corpus.document import Document
from retrieval.collection import Collection
from retrieval.evaluation.switches import SWITCHES, switch
from retrieval.index.library.generations import build_generation
from retrieval.snapshot import Snapshot

CONFIGURED = "as configured"
MakeCollection = Callable[[Settings], Collection]

_PART = re.compile(r",(?=[\w.]+=)")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings, and switches with their values on top of them."""

    name: str
    settings: Settings
    switches: tuple[tuple[str, str], ...] = ()


def read_configuration(text: str, settings: Settings) -> Configuration:
    """What `--with` says, on top of `settings`: KEY=VALUE[,KEY=VALUE…], each a setting or a switch. Raises BotError."""
    switches: list[tuple[str, str]] = []
    changed = settings
    for part in _PART.split(text):
        key, equals, value = part.partition("=")
        if not equals:
            raise BotError(
                f"--with {text}: found no KEY=VALUE and no such file; expected a setting of config.yaml such as "
                f"answer.quotes=3, a switch ({', '.join(SWITCHES)}), or the run.json of an earlier --report"
            )
        # `off` is no file: the one setting that has the name of a switch is a path.
        if key in SWITCHES and not (key == "thesaurus" and value != "off"):
            switches.append((key, value))
        else:
            changed = _with_setting(changed, key, value)
    return Configuration(text, changed, tuple(switches))


@contextmanager
def snapshot_of(
    configuration: Configuration,
    base: Settings,
    make: MakeCollection,
    documents: Path | tuple[Document, ...] | None = None,
) -> Iterator[Snapshot]:
    """The collection as configured, or that of other `documents`. What is built for another encoder or folder is kept below
    the library of `base`; what is built of documents at hand is not kept."""
    settings = configuration.settings
    if isinstance(documents, Path):
        settings = settings.model_copy(update={"corpus": documents})
    with tempfile.TemporaryDirectory() as work:
        snapshot = make(_apart(settings, base)).snapshot()
        if isinstance(documents, tuple):
            built = build_generation(Path(work) / "set", Path(work), documents, snapshot.answerer.encoder)
            snapshot = replace(snapshot, generation=built)
        for number, (name, value) in enumerate(configuration.switches):
            snapshot = switch(snapshot, name, value, Path(work) / str(number))
        yield snapshot


def _apart(settings: Settings, base: Settings) -> Settings:
    """With a library of its own, where that of `base` would be built anew: it may be serving."""
    made_of = [(s.corpus.resolve(), s.encoder, s.ocr) for s in (settings, base)]
    if made_of[0] == made_of[1]:
        return settings
    digest = hashlib.sha256(repr(made_of[0]).encode()).hexdigest()[:12]
    return settings.model_copy(update={"library": base.library / "evaluated" / digest})


def _with_setting(settings: Settings, key: str, value: str) -> Settings:
    raw: dict[str, Any] = settings.model_dump()
    group, path = raw, key.split(".")
    for name in path[:-1]:
        inner = group.get(name)
        group = inner if isinstance(inner, dict) else {}
    if path[-1] not in group or isinstance(group[path[-1]], dict):
        raise BotError(
            f"--with {key}={value}: no such setting or switch; settings are those of config.yaml, switches are "
            f"{', '.join(SWITCHES)}"
        )
    try:
        read = yaml.safe_load(value)
        # A prompt such as `query: ` is no mapping: no single setting is one.
        group[path[-1]] = value if isinstance(read, dict) else read
        return Settings.model_validate(raw)
    except yaml.YAMLError:
        raise BotError(f"--with {key}={value}: the value is not valid YAML; put it in quotes") from None
    except ValidationError as fault:
        reasons: Sequence[str] = [str(error["msg"]) for error in fault.errors()]
        raise BotError(f"--with {key}={value}: {'; '.join(reasons)}") from None

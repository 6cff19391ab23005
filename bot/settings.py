"""Settings: `config.yaml` for everything that may be shared, the environment for the token.

Relative paths are taken from the folder of the config file, so that it does not matter where a command is run.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.errors import SettingsError

TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"
TOKEN_SHAPE = re.compile(r"\d{3,}:[\w-]{6,}")


class Section(BaseModel):
    """A group of settings; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EncoderSettings(Section):
    """Which sentence-transformers model embeds questions and passages."""

    model: str = "bundled"
    query_prompt: str | None = None
    passage_prompt: str | None = None


class AnswerSettings(Section):
    """How much an answer holds."""

    quotes: Annotated[int, Field(ge=1, le=20)] = 5
    shown: Annotated[int, Field(ge=1, le=20)] = 3


class TerminalSettings(Section):
    """How `yuanwen chat` speaks. Quotations are never translated."""

    language: Literal["auto", "zh", "en"] = "auto"


class TelegramSettings(Section):
    """Where the bot connects and who may administer it. The token is not a setting: it stays in the environment."""

    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    admin_ids: tuple[int, ...] = ()
    question_limit: Annotated[int, Field(ge=20, le=4000)] = 500

    @field_validator("base_url", "base_file_url")
    @classmethod
    def _encrypted_or_local(cls, url: str) -> str:
        if url.startswith("https://") or re.match(r"http://(127\.\d+\.\d+\.\d+|localhost|\[::1\])[:/]", url):
            return url
        raise ValueError(f"must start with https:// (http:// only for this machine), found {url!r}")


class Settings(Section):
    """Everything `config.yaml` may say. `folder` is where relative paths start."""

    corpus: Path = Path("corpus/speeches")
    library: Path = Path("library")
    thesaurus: Path | None = None
    encoder: EncoderSettings = EncoderSettings()
    answer: AnswerSettings = AnswerSettings()
    terminal: TerminalSettings = TerminalSettings()
    telegram: TelegramSettings = TelegramSettings()


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings from `path`, else from `config.yaml` here or beside the program, else the defaults.

    Raises SettingsError with every fault at once: unknown keys by name, values that do not fit.
    """
    file = path or _default_file()
    if file is None:
        return _from_environment(Settings())
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError(f"{file}: cannot be read as a config file ({fault}); pass --config FILE") from None
    except yaml.YAMLError as fault:
        reason = " ".join(str(fault).split())
        raise SettingsError(f"{file}: not valid YAML: {reason}") from None
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise SettingsError(
            f"{file}: expected `key: value` lines, found {type(raw).__name__}; see the shipped config.yaml"
        )
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as fault:
        raise SettingsError(f"{file}: " + "; ".join(_describe(e) for e in fault.errors())) from None
    folder = file.resolve().parent
    paths = {name: getattr(settings, name) for name in ("corpus", "library", "thesaurus")}
    settings = settings.model_copy(update={n: folder / path.expanduser() for n, path in paths.items() if path})
    return _from_environment(settings)


def telegram_token() -> str:
    """The bot's token from the environment. Raises SettingsError, without showing it, when missing or misshapen."""
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        raise SettingsError(
            f"no bot token found: set the environment variable {TOKEN_VARIABLE} to the token @BotFather gave you"
        )
    if not TOKEN_SHAPE.fullmatch(token):
        raise SettingsError(
            f"{TOKEN_VARIABLE} does not look like a token: expected digits, a colon and letters as in 123456:ABC-xyz; "
            "copy it again from @BotFather"
        )
    return token


def _default_file() -> Path | None:
    beside_program = Path(__file__).resolve().parent.parent / "config.yaml"
    return next((f for f in (Path("config.yaml"), beside_program) if f.is_file()), None)


def _from_environment(settings: Settings) -> Settings:
    """The Telegram settings that a deployment may override without touching the file."""
    names = {
        "base_url": "TELEGRAM_BASE_URL",
        "base_file_url": "TELEGRAM_BASE_FILE_URL",
        "admin_ids": "TELEGRAM_ADMIN_IDS",
    }
    given: dict[str, Any] = {key: os.environ[name] for key, name in names.items() if os.environ.get(name)}
    if not given:
        return settings
    if "admin_ids" in given:
        given["admin_ids"] = [part for part in re.split(r"[,\s]+", given["admin_ids"]) if part]
    try:
        telegram = TelegramSettings.model_validate({**settings.telegram.model_dump(), **given})
    except ValidationError as fault:
        raise SettingsError("environment: " + "; ".join(_describe(e, names) for e in fault.errors())) from None
    return settings.model_copy(update={"telegram": telegram})


def _describe(error: Any, names: dict[str, str] | None = None) -> str:
    parts = [str(part) for part in error["loc"]]
    key = ".".join((names or {}).get(part, part) for part in parts)
    if error["type"] == "extra_forbidden":
        return f"unknown key `{key}`; the keys are documented in the shipped config.yaml"
    return f"`{key}`: {error['msg']}, found {error['input']!r}"

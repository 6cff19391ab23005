"""Settings: `config.yaml` for everything that may be shared, the environment for the token.

Relative paths are taken from the folder of the config file, so that it does not matter where a command is run.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.locations import LOCAL, Address, DatabaseAddress, without_secret

TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"
TOKEN_SHAPE = re.compile(r"\d{3,}:[\w-]{6,}")
SECRET_VARIABLE = "TELEGRAM_WEBHOOK_SECRET"
SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,256}")


class SettingsGroup(BaseModel):
    """A group of settings; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EncoderSettings(SettingsGroup):
    """Which sentence-transformers model embeds questions and passages."""

    model: str = "bundled"
    query_prompt: str | None = None
    passage_prompt: str | None = None


class RerankerSettings(SettingsGroup):
    """An optional cross-encoder that orders the best candidates anew, when it is fast enough."""

    model: str | None = None
    candidates: Annotated[int, Field(ge=2, le=60)] = 20
    budget_ms: Annotated[int, Field(ge=10, le=60_000)] = 500


class AnswerSettings(SettingsGroup):
    """How much an answer holds."""

    quotes: Annotated[int, Field(ge=1, le=20)] = 5
    shown: Annotated[int, Field(ge=1, le=20)] = 3


class TerminalSettings(SettingsGroup):
    """How `yuanwen chat` speaks. Quotations are never translated."""

    language: Literal["auto", "zh", "en"] = "auto"


class WebhookSettings(SettingsGroup):
    """Where Telegram delivers updates; without `url` the bot fetches them itself. The secret is in the environment."""

    url: Address | None = None
    listen: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8080

    @field_validator("listen")
    @classmethod
    def _loopback(cls, address: str) -> str:
        if re.fullmatch(LOCAL, address) or address == "::1":
            return address
        raise ValueError(f"must be an address of this machine alone (127.0.0.1), behind a proxy; found {address!r}")


def _checked_folder(name: str) -> str:
    if name.strip() and name not in (".", "..") and not set(name) & set("/\\"):
        return name
    raise ValueError("must be the name of a folder directly below `corpus`, without a slash")


class AccessSettings(SettingsGroup):
    """Who may ask on Telegram, and who sees the documents of which folders. Users have positive ids, groups negative ones.

    `labels` holds for each folder directly below the corpus who sees it; the documents of all others are everybody's.
    """

    mode: Literal["open", "listed", "paired"] = "open"
    users: tuple[Annotated[int, Field(gt=0)], ...] = ()
    groups: tuple[Annotated[int, Field(lt=0)], ...] = ()
    labels: dict[Annotated[str, AfterValidator(_checked_folder)], tuple[int, ...]] = {}


class LimitSettings(SettingsGroup):
    """How much one user, and all together, may ask. `burst` messages at once, then `per_minute`.

    `waiting` is how many may wait before it is known how fast they are answered.
    """

    burst: Annotated[int, Field(ge=1, le=1000)] = 20
    per_minute: Annotated[int, Field(ge=1, le=1000)] = 20
    waiting: Annotated[int, Field(ge=1, le=1000)] = 500


class TelegramSettings(SettingsGroup):
    """Where the bot connects and who may administer it. The token is not a setting: it stays in the environment."""

    base_url: Address = "https://api.telegram.org/bot"
    base_file_url: Address = "https://api.telegram.org/file/bot"
    admin_ids: tuple[int, ...] = ()
    question_limit: Annotated[int, Field(ge=20, le=4000)] = 500
    limits: LimitSettings = LimitSettings()
    webhook: WebhookSettings = WebhookSettings()
    health_minutes: Annotated[int, Field(ge=1, le=1440)] = 10


class StorageSettings(SettingsGroup):
    """What is remembered of conversations, where and for how long."""

    file: Path = Path("state/yuanwen.sqlite")
    url: DatabaseAddress | None = None
    keep_questions: bool = False
    days: Annotated[int, Field(ge=1, le=3650)] = 90
    log_days: Annotated[int, Field(ge=1, le=3650)] = 730

    @property
    def place(self) -> Path | str:
        """Where all of it is: the address, else the SQLite file."""
        return self.url or self.file

    @property
    def waiting(self) -> Path | str:
        """Where messages wait until they are answered: there too, or in a file beside it."""
        return self.url or self.file.with_name(f"{self.file.stem}.waiting{self.file.suffix}")


class EvaluationSettings(SettingsGroup):
    """What admins evaluate with in the chat; without `questions` the shipped ones, where the shipped speeches are served."""

    questions: Path | None = None


class UploadSettings(SettingsGroup):
    """Where the files go that admins send: in `folder` below the corpus; those that are taken out are `kept` outside it.

    They go for good after so many `days`, and not before no rollback could want them back.
    """

    folder: str = "uploads"
    kept: Path = Path("state/kept")
    days: Annotated[int, Field(ge=1, le=3650)] = 90

    @field_validator("folder")
    @classmethod
    def _one_name(cls, name: str) -> str:
        if re.fullmatch(r"[\w-][\w .-]{0,60}", name) and not name.endswith("."):
            return name
        raise ValueError(
            f"must be the name of one folder below the corpus, without / and no dot in front; found {name!r}"
        )


class ReloadSettings(SettingsGroup):
    """When the corpus folder is read again without being asked: `quiet_seconds` after its last change, and `at` times of day."""

    watch: bool = False
    quiet_seconds: Annotated[int, Field(ge=1, le=86_400)] = 30
    at: tuple[Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")], ...] = ()


class BuildSettings(SettingsGroup):
    """How the library is built: with at most `memory_mb` megabytes, proved by the `golden` questions, `golden_lost` of which
    may be answered worse than before."""

    memory_mb: Annotated[int, Field(ge=400, le=1_000_000)] = 2500
    golden: Path | None = None
    golden_lost: Annotated[int, Field(ge=0, le=1000)] = 0


class Settings(SettingsGroup):
    """Everything `config.yaml` may say. `folder` is where relative paths start."""

    corpus: Path = Path("corpus/speeches")
    ocr: bool = False
    library: Path = Path("library")
    build: BuildSettings = BuildSettings()
    thesaurus: Path | None = None
    encoder: EncoderSettings = EncoderSettings()
    reranker: RerankerSettings = RerankerSettings()
    answer: AnswerSettings = AnswerSettings()
    terminal: TerminalSettings = TerminalSettings()
    access: AccessSettings = AccessSettings()
    telegram: TelegramSettings = TelegramSettings()
    storage: StorageSettings = StorageSettings()
    evaluation: EvaluationSettings = EvaluationSettings()
    uploads: UploadSettings = UploadSettings()
    reload: ReloadSettings = ReloadSettings()


class Environment(BaseSettings):
    """What a deployment may set without touching the file, by the names of the variables; None where it is not set."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, case_sensitive=True, env_ignore_empty=True)

    base_url: Annotated[Address | None, Field(validation_alias="TELEGRAM_BASE_URL")] = None
    base_file_url: Annotated[Address | None, Field(validation_alias="TELEGRAM_BASE_FILE_URL")] = None
    admin_ids: Annotated[tuple[int, ...] | None, NoDecode, Field(validation_alias="TELEGRAM_ADMIN_IDS")] = None
    webhook_url: Annotated[Address | None, Field(validation_alias="TELEGRAM_WEBHOOK_URL")] = None

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _separated(cls, ids: object) -> object:
        return [part for part in re.split(r"[,\s]+", ids) if part] if isinstance(ids, str) else ids


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
    placed: dict[str, Any] = {name: folder / path.expanduser() for name, path in paths.items() if path}
    for group, name in (("storage", "file"), ("evaluation", "questions"), ("build", "golden"), ("uploads", "kept")):
        of_group = getattr(settings, group)
        if (path := getattr(of_group, name)) is not None:
            placed[group] = of_group.model_copy(update={name: folder / path.expanduser()})
    settings = settings.model_copy(update=placed)
    return _from_environment(settings)


def telegram_token() -> str:
    """The bot's token from the environment. Raises SettingsError, without showing it, when missing or misshapen."""
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        raise SettingsError(f"no bot token found: set {TOKEN_VARIABLE} to the token that @BotFather gave you")
    if not TOKEN_SHAPE.fullmatch(token):
        raise SettingsError(
            f"{TOKEN_VARIABLE} does not look like a token: expected digits, a colon and letters as in 123456:ABC-xyz; "
            "copy it again from @BotFather"
        )
    return token


def webhook_secret() -> str:
    """The secret that Telegram sends with each update. Raises SettingsError when missing or too easy to guess."""
    secret = os.environ.get(SECRET_VARIABLE, "").strip()
    if not SECRET_SHAPE.fullmatch(secret):
        found = f"{len(secret)} characters" if secret else "nothing"
        raise SettingsError(
            f"a webhook needs a secret: set {SECRET_VARIABLE} to 16 to 256 of A-Z a-z 0-9 _ - (found {found}), "
            "for example from `openssl rand -hex 32`"
        )
    return secret


def _default_file() -> Path | None:
    beside_program = Path(__file__).resolve().parent.parent / "config.yaml"
    return next((f for f in (Path("config.yaml"), beside_program) if f.is_file()), None)


def _from_environment(settings: Settings) -> Settings:
    """The settings with what the environment says in place of what the file says."""
    try:
        given = Environment()
    except ValidationError as fault:
        raise SettingsError("environment: " + "; ".join(_describe(e) for e in fault.errors())) from None
    names = ("base_url", "base_file_url", "admin_ids")
    update: dict[str, Any] = {name: value for name in names if (value := getattr(given, name)) is not None}
    if given.webhook_url is not None:
        update["webhook"] = settings.telegram.webhook.model_copy(update={"url": given.webhook_url})
    return settings.model_copy(update={"telegram": settings.telegram.model_copy(update=update)})


def _describe(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"unknown key `{key}`; the keys are documented in the shipped config.yaml"
    # A password that stands where it must not is not shown as well.
    return f"`{key}`: {error['msg']}, found {without_secret(repr(error['input']))}"

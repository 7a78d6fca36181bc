"""Settings from `LUOTSI_*` environment variables and a `.env` file."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.guideline import Language

PREFIX = "LUOTSI_"


class SettingsError(Exception):
    """A setting is wrong or missing; the message names it and the mend."""


class Settings(BaseSettings):
    """Everything an operator can set; the table in docs/settings.md is made from this class."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Annotated[Path, Field(description="State: the database lies here")] = Path.home() / ".local/share/luotsi"
    cache_dir: Annotated[Path, Field(description="The unpacked encoder and the built index")] = (
        Path.home() / ".cache/luotsi"
    )
    knowledge_dir: Annotated[
        Path | None, Field(description="Folder of guidelines; empty: the ones that come along")
    ] = None
    guideline: Annotated[str, Field(description="Folder name of the guideline to answer from")] = "talentia-some"
    encoder: Annotated[
        str, Field(description="Hub name or folder of another encoder; empty: the one that comes along")
    ] = ""
    threads: Annotated[
        int, Field(description="Processor threads of the encoder; 0: as many as there are", ge=0, le=256)
    ] = 0
    language: Annotated[Language, Field(description="Answers when a message's own language cannot be told")] = "fi"


def load() -> Settings:
    """Read the settings; raises `SettingsError` naming every variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(item["loc"], item["msg"]) for item in error.errors())) from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not UTF-8: save it as UTF-8.") from None


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    return f"{PREFIX}{str(where[0]).upper()}: {message}. See docs/settings.md."


def table() -> str:
    """Return the settings as a Markdown table."""
    rows = (
        f"| `{PREFIX}{name.upper()}` | {field.description} | {_shown(field.default)} |"
        for name, field in Settings.model_fields.items()
    )
    return "\n".join(("| variable | what it sets | default |", "| --- | --- | --- |", *rows))


def _shown(default: object) -> str:
    text = "" if default is None else str(default).replace(str(Path.home()), "~")
    return f"`{text}`" if text else "–"

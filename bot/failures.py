"""What can go wrong outside the code, as one sentence and an exit code."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

NO, OUTSIDE = 1, 3
"""Exit codes: the answer is "no"; something outside failed. Click itself exits with 2 for wrong usage."""


class Failure(click.ClickException):
    """One sentence for the person, and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        """Say `message` and leave with `code`."""
        super().__init__(message)
        self.__dict__["exit_code"] = code


def told_kindly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what can go wrong outside the code into one sentence and an exit code; a bug still shows its traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from bot.settings import SettingsError
        from index.artefact import ArtefactError
        from index.questions import QuestionsError
        from index.weights import WeightsError
        from knowledge.documents import KnowledgeError

        try:
            command(*args, **kwargs)
        except SettingsError as error:
            raise Failure(str(error), 2) from None
        except (KnowledgeError, ArtefactError, WeightsError, QuestionsError) as error:
            raise Failure(str(error), OUTSIDE) from None
        except BrokenPipeError:
            sys.stderr.close()
        except OSError as error:
            raise Failure(_os_sentence(error), OUTSIDE) from None

    return run


def _os_sentence(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return (
        f"{where}{error.strerror or error}. Free space or choose another folder with LUOTSI_CACHE_DIR, then try again."
    )

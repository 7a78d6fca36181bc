"""A progress bar on standard error; where that is no terminal, one line a step."""

import sys
from functools import cache

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Bar:
    """One bar a step, finished when its last piece is done."""

    def __init__(self, console: Console) -> None:
        """Draw on `console`."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console)
        self._tasks: dict[str, TaskID] = {}

    def show(self, step: str, done: int, total: int) -> None:
        """Move the bar of `step`."""
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step, total=total)
            self._progress.start()
        self._progress.update(self._tasks[step], completed=done, total=total)
        if self._progress.finished:
            self._progress.stop()


@cache
def _bar() -> Bar:
    return Bar(Console(stderr=True))


def show(step: str, done: int, total: int) -> None:
    """Show how far `step` is."""
    if sys.stderr.isatty():
        _bar().show(step, done, total)
    elif done in {0, total}:
        print(f"{step}: {done}/{total}", file=sys.stderr)  # noqa: T201 - the plain form of the bar

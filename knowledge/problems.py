"""What `luotsi check` finds: a problem with its place."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; `line` counts from 1, 0 means the file as a whole."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        """Write the problem the way compilers do, so that editors can jump to it."""
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.what}"

from io import StringIO

import pytest
from rich.console import Console

from bot.channels.progress import Bar, show


def test_pipe_gets_one_line_at_the_start_and_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody watches, a step is one line when it begins and one when it is done, on standard error."""
    for done in (0, 64, 128, 200):
        show("encoding", done, 200)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "encoding: 0/200\nencoding: 200/200\n"


def test_bar_shows_steps_one_after_another() -> None:
    """On a terminal every step has its bar, the next one after the first is finished too."""
    drawn = StringIO()
    bar = Bar(Console(file=drawn, force_terminal=True, width=100, color_system=None))
    for step in ("encoding", "fitting"):
        bar.show(step, 0, 2)
        bar.show(step, 1, 2)
        bar.show(step, 2, 2)
    shown = drawn.getvalue()
    assert "encoding" in shown
    assert "fitting" in shown
    assert shown.count("2/2") >= 2
    assert bar._progress.finished

"""`make bench`: print what an answer costs beside the encoder alone, batches, growth, start-up and memory."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from bot.bootstrap import bootstrap
from bot.identifiers import scan
from bot.message import Message
from bot.reply import Reply
from index.dense import DenseIndex
from index.encoder import Encoder, Vectors
from index.questions import read_questions
from index.text import LONGEST

QUESTIONS = Path(__file__).parent.parent / "evaluation" / "questions.jsonl"
ROUNDS = 150
BATCH = 1000
STORY = 1000
GROWTH = 100_000
HOSTILE = ("a.b@", "a-@", "A FI", "nick ", "1", "010101-")


def main() -> None:
    """Print every figure."""
    app = bootstrap()
    texts = [question.text for question in read_questions(QUESTIONS)][:ROUNDS]
    encoder = app.library.open().encoder
    loaded = _peak()
    _answers(lambda text: app.advisor.reply(Message(text)), encoder, texts)
    _batch(app.advisor.replies, texts)
    _growth(encoder, texts)
    _hostile()
    _show("peak memory / that with encoder and index just loaded", _peak() / loaded)
    _show(
        "`luotsi --help`, seconds",
        _timed(_help),
    )


def _answers(reply: Callable[[str], Reply], encoder: Encoder, texts: Sequence[str]) -> None:
    pairs = [(_timed(partial(encoder.encode, [text])), _timed(partial(reply, text))) for text in texts][10:]
    alone, whole = ([pair[side] for pair in pairs] for side in (0, 1))
    _show("answer / encoder call, medians", median(whole) / median(alone))
    _show("answer / encoder call, 95th percentiles", quantiles(whole, n=20)[-1] / quantiles(alone, n=20)[-1])
    story = " ".join(texts)[:STORY]
    pairs = [(_timed(lambda: encoder.encode([story])), _timed(lambda: reply(story))) for _ in range(20)]
    _show(
        "a 1,000-character story / its encoder call, medians", median(p[1] for p in pairs) / median(p[0] for p in pairs)
    )


def _batch(replies: Callable[[Sequence[Message]], list[Reply]], texts: Sequence[str]) -> None:
    short = [text for text in texts if len(text) < 120]  # noqa: PLR2004 - what a chat message is
    messages = [Message(f"{short[number % len(short)]} {number}") for number in range(BATCH)]
    seconds = _timed(lambda: [replies(messages[start : start + 64]) for start in range(0, BATCH, 64)])
    _show("short questions a second in a batch", BATCH / seconds)


def _growth(encoder: Encoder, texts: Sequence[str]) -> None:
    rows: Vectors = np.random.default_rng(0).standard_normal((GROWTH, encoder.dimensions)).astype(np.float32)
    index = DenseIndex.of(rows / np.linalg.norm(rows, axis=1, keepdims=True), range(GROWTH))
    alone = median(_timed(partial(encoder.encode, [text])) for text in texts[:50])
    vector = encoder.encode(texts[:1])
    search = median(_timed(lambda: index.nearest(vector, 64)) for _ in range(50))
    _show("encoder call and search in 100,000 passages / encoder call", (alone + search) / alone)


def _hostile() -> None:
    """The scanner's worst: the longest message, made of what its patterns begin with."""
    slowest = max(min(_timed(partial(scan, (piece * LONGEST)[:LONGEST])) for _ in range(3)) for piece in HOSTILE)
    _show("the scanner on 4,096 hostile characters, milliseconds", slowest * 1000)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak() -> float:
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _help() -> None:
    luotsi = Path(sys.executable).parent / "luotsi"
    subprocess.run([luotsi, "--help"], capture_output=True, check=True)  # noqa: S603 - our own command


def _show(what: str, figure: float) -> None:
    print(f"{what}: {figure:.2f}")


if __name__ == "__main__":
    main()

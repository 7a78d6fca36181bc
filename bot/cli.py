"""The `luotsi` command. Heavy imports wait until a command needs them, so that --help answers at once."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.advisor import Advisor
    from bot.batch import Work
    from bot.bootstrap import App
    from bot.reply import Reply

NO, OUTSIDE = 1, 3
"""Exit codes: the answer is "no"; something outside failed. Click itself exits with 2 for wrong usage."""

LANGUAGES = click.Choice(["fi", "sv", "en"])


class Failure(click.ClickException):
    """One sentence for the person, and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        """Say `message` and leave with `code`."""
        super().__init__(message)
        self.__dict__["exit_code"] = code


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="luotsi")
def main() -> None:
    """Luotsi: the recommendation of your own profession's guideline, word for word."""


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


def _app() -> "App":
    from bot.bootstrap import bootstrap

    return bootstrap(progress=_progress)


def _progress(step: str, done: int, total: int) -> None:
    from bot.channels.progress import show

    show(step, done, total)


@main.command()
@click.argument("text", required=False)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help='Lines of {"id","text"}; - reads standard input.',
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line.")
@click.option("--language", type=LANGUAGES, help="Answer in this language; default: the message's own.")
@told_kindly
def ask(text: str | None, batch: Path | None, as_json: bool, language: Any) -> None:
    """Ask about a situation."""
    if (text is None) == (batch is None):
        raise click.UsageError('Give either a text in quotes or --batch FILE: luotsi ask "Saanko …?"')
    if batch is not None:
        _ask_batch(batch)
    else:
        from bot.message import Message

        _print(_app().advisor.reply(Message(text or "", language)), as_json=as_json)


def _ask_batch(batch: Path) -> None:
    from bot.batch import answers

    advisor = _app().advisor
    _run_batch(batch, lambda lines, complain: answers(advisor, lines, complain))


def _run_batch(batch: Path, work: "Work") -> None:
    """Print what `work` makes of each good line, name each broken one, and say no at the end if there were any."""
    broken: list[int] = []

    def complain(number: int, fault: str) -> None:
        broken.append(number)
        click.echo(f"{batch}:{number}: the line {fault}: mend it; the other lines are answered.", err=True)

    for answer in work(_lines(batch), complain):
        click.echo(json.dumps(answer))
    if broken:
        sys.exit(NO)


def _print(reply: "Reply", *, as_json: bool = False) -> None:
    if as_json:
        from bot.batch import as_line

        click.echo(json.dumps(as_line(reply)))
    else:
        _screen().show(reply)


def _screen(*, plain: bool = False) -> Any:
    from bot.channels.terminal import Lines, Screen

    if plain or not sys.stdout.isatty():
        return Lines(click.echo)
    from rich.console import Console

    return Screen(Console())


@main.command()
@click.option(
    "--batch",
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help='Lines of {"id","text"}; - reads standard input.',
)
@told_kindly
def scan(batch: Path) -> None:
    """Show what would be taken out of messages before anything reads them."""
    from bot.batch import findings

    _run_batch(batch, findings)


@main.command()
@click.option("--plain", is_flag=True, help="Plain lines for screen readers.")
@click.option("--language", type=LANGUAGES, help="Begin in this language.")
@told_kindly
def chat(plain: bool, language: Any) -> None:
    """Talk with Luotsi in the terminal."""
    from bot.channels.terminal import Conversation, typed
    from bot.texts import texts

    conversation = Conversation(_app().advisor, _screen(plain=plain), language)

    def prompt() -> str:
        return input(f"{texts(conversation.language)('prompt')}: ") if sys.stdin.isatty() else _piped()

    conversation.run(typed(prompt))


def _piped() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


@main.command()
@click.argument("words", nargs=-1)
@click.option("--language", type=LANGUAGES, default="fi", help="Language of the answer.")
@told_kindly
def section(words: tuple[str, ...], language: Any) -> None:
    """Look up a section (2), a recommendation (2.4) or a word; nothing: the table of contents."""
    advisor = _app().advisor
    _print(_found(advisor, " ".join(words), language) if words else advisor.contents(language))


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--language", type=LANGUAGES, default="fi", help="Language of the answer.")
@told_kindly
def search(words: tuple[str, ...], language: Any) -> None:
    """Search recommendations by a word."""
    _print(_found(_app().advisor, " ".join(words), language))


def _found(advisor: "Advisor", words: str, language: Any) -> "Reply":
    from bot.texts import texts

    reply = advisor.search(words, language)
    if reply is None or reply.decision == "silent":
        raise Failure(reply.parts[0].text if reply else texts(language)("nothing_found", words=words), NO)
    return reply


@main.command()
@click.option("--language", type=LANGUAGES, default="fi", help="Language of the tip.")
@told_kindly
def tip(language: Any) -> None:
    """Show one recommendation with a question to think about."""
    _print(_app().advisor.tip(language))


@main.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@told_kindly
def check(folder: Path | None) -> None:
    """Check every knowledge file; name file, line and mend for all that is wrong."""
    from bot.settings import load
    from knowledge.check import problems
    from knowledge.reading import folders

    places = [folder] if folder else list(folders(load().knowledge_dir).values())
    found = [problem for place in places for problem in problems(place)]
    for problem in found:
        click.echo(str(problem))
    if found:
        raise Failure(f"{len(found)} problem(s) found.", NO)
    click.echo("All knowledge files are in order.")


@main.group()
def index() -> None:
    """Build or tune the index."""


@index.command()
@click.option("--force", is_flag=True, help="Build anew even when the index is up to date.")
@told_kindly
def build(force: bool) -> None:
    """Build the index of the guideline; quick when nothing changed."""
    library = _app().library
    click.echo(f"The index is in {library.build(force=force)}.")


@index.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where to write; default: beside the code."
)
@told_kindly
def tune(out: Path | None) -> None:
    """Tune the encoder on the situations and fit what decides; takes up to an hour on two cores."""
    click.echo(f"Tuned parts are in {_app().library.tune(out)}.")


@index.command()
@told_kindly
def judge() -> None:
    """Fit what decides anew, with the adapter that stands; minutes instead of an hour."""
    click.echo(f"What decides is in {_app().library.judge()}.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@told_kindly
def evaluate(files: tuple[Path, ...]) -> None:
    """Measure retrieval on questions files (JSONL, see docs/retrieval.md)."""
    from index.evaluation import evaluate as measure
    from index.questions import read_questions

    retriever = _app().library.open()
    for file in files:
        click.echo(measure(retriever, read_questions(file), file.name).as_text())


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, or of standard input for `-`."""
    if str(path) == "-":
        yield from sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield from file

"""The `luotsi` command. Heavy imports wait until a command needs them, so that --help answers at once."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import maintenance
from bot.failures import NO, Failure, told_kindly
from bot.maintenance import app

if TYPE_CHECKING:
    from bot.advisor import Advisor
    from bot.batch import Work
    from bot.reply import Reply

LANGUAGES = click.Choice(["fi", "sv", "en"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="luotsi")
def main() -> None:
    """Luotsi: the recommendation of your own profession's guideline, word for word."""


for command in (maintenance.check, maintenance.index, maintenance.evaluate):
    main.add_command(command)


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

        _print(app().advisor.reply(Message(text or "", language)), as_json=as_json)


def _ask_batch(batch: Path) -> None:
    from bot.batch import answers

    advisor = app().advisor
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

    conversation = Conversation(app().advisor, _screen(plain=plain), language)

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
    advisor = app().advisor
    _print(_found(advisor, " ".join(words), language) if words else advisor.contents(language))


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--language", type=LANGUAGES, default="fi", help="Language of the answer.")
@told_kindly
def search(words: tuple[str, ...], language: Any) -> None:
    """Search recommendations by a word."""
    _print(_found(app().advisor, " ".join(words), language))


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
    _print(app().advisor.tip(language))


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, or of standard input for `-`."""
    if str(path) == "-":
        yield from sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield from file

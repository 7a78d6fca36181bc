"""The commands of whoever keeps the knowledge and the index: check, index, evaluate."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.failures import NO, Failure, told_kindly

if TYPE_CHECKING:
    from bot.bootstrap import App


def app() -> "App":
    """Build the application; a build of the index shows how far it is."""
    from bot.bootstrap import bootstrap

    return bootstrap(progress=_progress)


def _progress(step: str, done: int, total: int) -> None:
    from bot.channels.progress import show

    show(step, done, total)


@click.command()
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


@click.group()
def index() -> None:
    """Build or tune the index."""


@index.command()
@click.option("--force", is_flag=True, help="Build anew even when the index is up to date.")
@told_kindly
def build(force: bool) -> None:
    """Build the index of the guideline; quick when nothing changed."""
    library = app().library
    click.echo(f"The index is in {library.build(force=force)}.")


@index.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where to write; default: beside the code."
)
@told_kindly
def tune(out: Path | None) -> None:
    """Tune the encoder on the situations and fit what decides; takes up to an hour on two cores."""
    click.echo(f"Tuned parts are in {app().library.tune(out)}.")


@index.command()
@told_kindly
def judge() -> None:
    """Fit what decides anew, with the adapter that stands; minutes instead of an hour."""
    click.echo(f"What decides is in {app().library.judge()}.")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@told_kindly
def evaluate(files: tuple[Path, ...]) -> None:
    """Measure retrieval on questions files (JSONL, see docs/retrieval.md)."""
    from index.evaluation import evaluate as measure
    from index.questions import read_questions

    retriever = app().library.open()
    for file in files:
        click.echo(measure(retriever, read_questions(file), file.name).as_text())

"""A conversation in the terminal: panels and numbered choices, or plain lines for screen readers and pipes."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.advisor import Advisor
from bot.message import Message
from bot.reply import Choice, Part, Reply
from bot.texts import texts
from knowledge.guideline import LANGUAGES, Language

_SWITCHES: dict[str, Language] = {"f": "fi", "s": "sv", "e": "en"}
_TIPS = frozenset({"vinkki", "tips", "tip", "/vinkki", "/tip"})
_CONTENTS = frozenset(
    {
        "sisältö",
        "sisällys",
        "sisällysluettelo",
        "innehåll",
        "innehållsförteckning",
        "contents",
        "table of contents",
        "/ohje",
    }
)
_HELP = frozenset({"?", "help", "apua", "hjälp", "/apua", "/help"})
_DIGITS = 2
_WIDTH = 88
"""Columns of a quotation: longer lines are hard to read."""
_LANGUAGE_COMMANDS = ("/language", "/kieli", "/språk")
_STYLES = {
    "urgent": "bold red",
    "notice": "yellow",
    "title": "bold",
    "citation": "dim",
    "lead": "",
    "companion": "cyan",
}


class Screen:
    """Draws replies with rich: quotations in panels, choices numbered."""

    def __init__(self, console: Console) -> None:
        """Draw on `console`."""
        self._console = console

    def show(self, reply: Reply) -> None:
        """Draw one reply."""
        for part in reply.parts:
            self._part(part)
        for number, choice in enumerate(reply.choices, 1):
            self._console.print(Text.assemble((f"  {number}  ", "cyan"), choice.label))
        self._console.print()

    def say(self, text: str) -> None:
        """Print one sentence."""
        self._console.print(Text(text))

    def _part(self, part: Part) -> None:
        text = Text(part.text, style=_STYLES.get(part.kind, ""))
        if part.kind == "quote":
            self._console.print(Panel(text, border_style="cyan", width=min(self._console.width, _WIDTH)))
        else:
            self._console.print(text)
        if part.url:
            self._console.print(Text(part.url), soft_wrap=True)


class Lines:
    """Prints replies as plain lines, nothing drawn and nothing coloured: for screen readers and pipes."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """Give every line to `write`."""
        self._write = write

    def show(self, reply: Reply) -> None:
        """Print one reply."""
        for part in reply.parts:
            self._write(f"{part.text} {part.url}".strip())
        for number, choice in enumerate(reply.choices, 1):
            self._write(f"{number}) {choice.label}")
        self._write("")

    def say(self, text: str) -> None:
        """Print one sentence."""
        self._write(text)


class Conversation:
    """One person at a terminal: what they last could choose from, and the language they chose."""

    def __init__(self, advisor: Advisor, screen: Screen | Lines, language: Language | None = None) -> None:
        """Talk with `advisor` on `screen`; `language` None answers in the language of each message."""
        self._advisor = advisor
        self._screen = screen
        self._chosen = language
        self._choices: Sequence[Choice] = ()

    @property
    def language(self) -> Language:
        """The language the bot speaks of itself in."""
        return self._chosen or self._advisor.guideline.language

    def run(self, lines: Iterable[str]) -> None:
        """Greet, answer each of `lines`, and say goodbye."""
        for key in ("greeting", "privacy"):
            self._screen.say(texts(self.language)(key))
        for line in lines:
            self.hear(line)
        self._screen.say(texts(self.language)("goodbye"))

    def hear(self, line: str) -> None:
        """Answer one line."""
        word = line.strip().casefold()
        if self._switched(word):
            self._screen.say(texts(self.language)("language_changed"))
        elif word in _HELP or word.startswith(_LANGUAGE_COMMANDS):
            self._say_help()
        elif choice := self._chosen_choice(word):
            self._show(self._advisor.act(choice.action))
        else:
            self._show(self._reply(word, line))

    def _reply(self, word: str, line: str) -> Reply:
        if word in _TIPS:
            return self._advisor.tip(self.language)
        if word in _CONTENTS:
            return self._advisor.contents(self.language)
        return self._advisor.reply(Message(line, self._chosen))

    def _switched(self, word: str) -> bool:
        name = word.partition(" ")[2] if word.startswith(_LANGUAGE_COMMANDS) else word
        language = _SWITCHES.get(name, name)
        if language not in LANGUAGES:
            return False
        self._chosen = language
        return True

    def _chosen_choice(self, word: str) -> Choice | None:
        """The numbered choice that `word` picks; any other number is a section to look up."""
        number = int(word) if word.isdecimal() and len(word) <= _DIGITS else 0
        return self._choices[number - 1] if 0 < number <= len(self._choices) else None

    def _show(self, reply: Reply) -> None:
        self._choices = reply.choices
        self._screen.show(reply)

    def _say_help(self) -> None:
        for line in texts(self.language).lines("help"):
            self._screen.say(line)


def typed(prompt: Callable[[], str]) -> Iterator[str]:
    """Yield what a person types until Ctrl-D or Ctrl-C; each line is asked for with `prompt`."""
    while True:
        try:
            yield prompt()
        except (EOFError, KeyboardInterrupt):
            return

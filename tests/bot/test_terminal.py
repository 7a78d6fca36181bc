from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.advisor import Advisor
from bot.channels.terminal import Conversation, Lines, Screen, typed
from bot.danger import Danger
from bot.reply import Choice, Part, Reply
from bot.texts import texts
from knowledge.guideline import LANGUAGES, Guideline, Language
from tests.conftest import Advising
from tests.fakes import USUAL, FakeRetriever, ranking


def _talk(advisor: Advisor, *lines: str, language: Language | None = None) -> list[str]:
    """Return what a whole conversation in plain lines prints, without greeting and goodbye."""
    printed: list[str] = []
    Conversation(advisor, Lines(printed.append), language).run(lines)
    return printed[2:-1]


def _draw(advisor: Advisor, *lines: str, width: int = 100) -> str:
    """Return what the same conversation draws on a terminal without colours."""
    drawn = StringIO()
    screen = Screen(Console(file=drawn, width=width, force_terminal=True, color_system=None))
    Conversation(advisor, screen).run(lines)
    return drawn.getvalue()


def _words(drawn: str) -> str:
    """Return drawn text without the lines of panels, in single spaces."""
    return " ".join("".join(" " if letter in "│╭╮╰╯─" else letter for letter in drawn).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_conversation_greets_and_says_goodbye(advisor: Advisor, language: Language) -> None:
    """A conversation begins with who answers and what not to write, and ends with a goodbye."""
    printed: list[str] = []
    Conversation(advisor, Lines(printed.append), language).run([])
    say = texts(language)
    assert printed == [say("greeting"), say("privacy"), say("goodbye")]


def test_answer_in_plain_lines(advisor: Advisor, guideline: Guideline) -> None:
    """An answer is plain lines: title, quotation, citation, then numbered choices and an empty line."""
    lines = _talk(advisor, "Asiakas pyysi minua kaveriksi")
    assert lines[:2] == ["2.4 Asiakkaan kaveripyyntö", guideline["2.4"].text]
    assert lines[2].startswith("Suositus 2.4 · osio 2")
    assert lines[-2:] == ["2) Lisää osiosta 2", ""]
    assert lines[-3].startswith("1) 2.1 ")
    assert not any("\x1b" in line for line in lines)


def test_number_picks_a_choice(advisor: Advisor, guideline: Guideline) -> None:
    """A number picks what was offered last, and each reply offers anew."""
    lines = _talk(advisor, "Asiakas pyysi minua kaveriksi", "2", "4")
    section = guideline.sections[2]
    assert f"2 {section.title}" in lines
    assert lines.count(guideline["2.4"].text) == 3


def test_number_without_choices_is_a_section(advising: Advising, guideline: Guideline) -> None:
    """At the beginning, and beyond what was offered, a number is looked up."""
    advisor = advising(None)
    assert _talk(advisor, "3")[0] == f"3 {guideline.sections[3].title}"
    assert f"3 {guideline.sections[3].title}" in _talk(advisor, "2.4", "3")


def test_zero_and_large_numbers_are_no_choice(advising: Advising, guideline: Guideline) -> None:
    """Zero is the introduction and 99 is told not to be there, whatever was offered."""
    advisor = advising(None)
    lines = _talk(advisor, "2.4", "0", "99")
    assert f"0 {guideline.title}" in lines
    assert texts("fi")("no_entry", number="99", first="0", last="6") in lines


@pytest.mark.parametrize(
    ("typed_", "language"),
    [
        ("s", "sv"),
        ("S", "sv"),
        ("e", "en"),
        ("f", "fi"),
        ("sv", "sv"),
        ("/language en", "en"),
        ("/kieli sv", "sv"),
        ("/language s", "sv"),
    ],
)
def test_language_switches_by_letter(advisor: Advisor, guideline: Guideline, typed_: str, language: Language) -> None:
    """A letter or /language changes the language of the bot and of the answers to come."""
    lines = _talk(advisor, typed_, "Asiakas pyysi minua kaveriksi")
    assert lines[0] == texts(language)("language_changed")
    assert lines[2] == guideline.text(guideline["2.4"], language)


def test_switched_language_holds_to_the_end(advisor: Advisor) -> None:
    """Help and the goodbye come in the chosen language too."""
    printed: list[str] = []
    Conversation(advisor, Lines(printed.append)).run(["e", "?"])
    assert printed[2:] == [texts("en")("language_changed"), *texts("en").lines("help"), texts("en")("goodbye")]


@pytest.mark.parametrize("command", ["/language", "/kieli", "/language de"])
def test_language_command_alone_says_how(advising: Advising, command: str) -> None:
    """The command without a language that there is shows the help, which names the letters; it is no question."""
    lines = _talk(advising(None), command)
    assert lines == texts("fi").lines("help")


@pytest.mark.parametrize("word", ["?", "help", "HELP", " apua ", "hjälp", "/help"])
def test_help(advising: Advising, guideline: Guideline, word: str) -> None:
    """A question mark or the word for help prints the help and keeps what was offered."""
    advisor = advising(None)
    assert _talk(advisor, word) == texts("fi").lines("help")
    assert f"2 {guideline.sections[2].title}" in _talk(advisor, "2.4", word, "1")


@pytest.mark.parametrize("word", ["sisältö", "Sisällys", "contents", "innehåll"])
def test_contents(advising: Advising, guideline: Guideline, word: str) -> None:
    """The table of contents is one word away, and its numbers open sections."""
    advisor = advising(None)
    lines = _talk(advisor, word, "6")
    assert lines[0] == texts("fi")("contents", guideline=guideline.title)
    assert guideline["5.4"].text in lines


@pytest.mark.parametrize(("word", "language"), [("vinkki", "fi"), ("tips", "sv"), ("tip", "en"), ("/tip", "fi")])
def test_tip(advisor: Advisor, guideline: Guideline, word: str, language: Language) -> None:
    """A tip is one word away, in the language of the conversation."""
    lines = _talk(advisor, word, language=language)
    assert lines[0] == texts(language)("tip", number="1.1", title=guideline["1.1"].title(language))
    assert guideline.text(guideline["1.1"], language) in lines


@pytest.mark.parametrize("line", ["", "   ", "🙂", "\x00", "\ud800", "\u202e"])
def test_line_without_words_is_told(advising: Advising, line: str) -> None:
    """An empty line and one without words get a kind sentence."""
    assert _talk(advising(None), line) == [texts("fi")("empty"), ""]


def test_danger_and_signposts_are_lines(guideline: Guideline, danger: Danger) -> None:
    """112 is the first line of an urgent reply, and a place's link stands on its line."""
    retriever = FakeRetriever(usual=ranking("3.5", "3.1", "1.2", "2.3", "5.8", decision="silent"))
    lines = _talk(Advisor(guideline, retriever, danger=danger), "Asiakas uhkaa tappaa minut")
    assert lines[0] == texts("fi")("urgent")


def test_link_stands_behind_its_text(advising: Advising, guideline: Guideline) -> None:
    """A source is one line with its address."""
    lines = _talk(advising(None), "6.1")
    assert f"{guideline['6.1'].text} {guideline['6.1'].url}" in lines


def test_screen_draws_quotation_in_a_panel(advisor: Advisor, guideline: Guideline) -> None:
    """On a terminal the quotation stands in a panel, word for word, with numbered choices below."""
    drawn = _draw(advisor, "Asiakas pyysi minua kaveriksi")
    assert "╭" in drawn
    assert guideline["2.4"].text in _words(drawn)
    assert "  2  Lisää osiosta 2" in drawn
    assert texts("fi")("goodbye") in _words(drawn)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_screen_shows_every_word_at_any_width(advisor: Advisor, guideline: Guideline, width: int) -> None:
    """A narrow window loses no character of a quotation."""
    drawn = _words(_draw(advisor, "1.2", width=width))
    assert guideline["1.2"].text.replace(" ", "") in drawn.replace(" ", "")


def test_screen_shows_the_same_as_lines(advisor: Advisor) -> None:
    """What is drawn is what is printed: choices, help, contents, tip and languages alike."""
    lines = ["Asiakas pyysi minua kaveriksi", "1", "?", "s", "innehåll", "2", "tips", "6.2", "99"]
    drawn = _words(_draw(advisor, *lines, width=400)).replace(" ", "")
    for line in _talk(advisor, *lines):
        text = line.split(") ", 1)[-1] if line[:1].isdigit() else line
        assert "".join(text.split()).replace("─", "") in drawn


def test_screen_leaves_brackets_and_codes_alone() -> None:
    """Text that looks like markup or an emoji code is shown as it is."""
    drawn = StringIO()
    screen = Screen(Console(file=drawn, width=80, force_terminal=True, color_system=None))
    odd = "[bold]a[/bold] [1] :smile: \\[x] \\"
    screen.show(Reply("fi", (Part("quote", odd), Part("notice", odd)), (Choice(odd, "c::fi", "x"),)))
    screen.say(odd)
    assert drawn.getvalue().count(odd) == 4


def test_address_on_screen_can_be_copied(advisor: Advisor, guideline: Guideline) -> None:
    """A long link is not cut into pieces by the panel's border."""
    url = guideline["6.3"].url
    assert url in _draw(advisor, "6.3", width=200).replace("\n", "")


@given(st.lists(st.text(st.characters(), max_size=30), max_size=5))
def test_any_conversation_is_printed(advising: Advising, lines: list[str]) -> None:
    """Whatever is typed, every line is answered with something that can be printed."""
    printed = _talk(advising(USUAL), *lines)
    assert len(printed) >= len(lines)
    shown = "\n".join(printed)
    assert shown.encode("utf-8").decode("utf-8") == shown


def test_typed_ends_with_the_input() -> None:
    """Ctrl-D and Ctrl-C end the conversation quietly."""

    def prompting(error: type[BaseException]) -> Iterator[str]:
        answers = iter(["eka", "toka"])

        def prompt() -> str:
            for answer in answers:
                return answer
            raise error

        return typed(prompt)

    assert list(prompting(EOFError)) == ["eka", "toka"]
    assert list(prompting(KeyboardInterrupt)) == ["eka", "toka"]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup import Number, WordIndex, is_word_search, number
from knowledge.guideline import LANGUAGES, Guideline


@pytest.fixture(scope="module")
def words(guideline: Guideline) -> WordIndex:
    """Return the search words of the real guideline."""
    return WordIndex(guideline)


@pytest.mark.parametrize(
    "text",
    [
        "2.4",
        " 2.4 ",
        "2,4",
        "2:4",
        "2-4",
        "2. 4",
        "2.4.",
        "2.4?",
        "02.04",
        "kohta 2.4",
        "Kohta 2.4",
        "KOHTA 2,4?",
        "suositus 2.4",
        "punkt 2.4",
        "rekommendation 2.4",
        "item 2.4",
        "recommendation 2.4",
        "#2.4",
        "kohta2.4",
    ],
)
def test_number_of_an_entry(text: str) -> None:
    """An entry's number is understood in the forms people write it."""
    asked = number(text)
    assert asked == Number("2", "4")
    assert asked.id == "2.4"


@pytest.mark.parametrize("text", ["2", "2.", "osio 2", "luku 2", "avsnitt 2", "section 2", "chapter 2", "kohta 2"])
def test_number_of_a_section(text: str) -> None:
    """A section's number is understood alone and behind the word for it."""
    assert number(text) == Number("2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kohta",
        "kaveripyyntö",
        "2.4.1",
        "2.4 ja 2.5",
        "100",
        "2026",
        "-2",
        "2.4 saako",
        "kello 14.30",
        "2..4",
        "2.444",
    ],
)
def test_what_is_no_number(text: str) -> None:
    """A word, a longer number or a sentence with a number in it is no look-up."""
    assert number(text) is None


@given(
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(["", "kohta ", "Punkt ", "section "]),
    st.sampled_from([".", ",", ":", "-", ". "]),
    st.sampled_from(["", ".", "?", "!"]),
)
def test_every_number_is_read_back(section: int, entry: int, word: str, mark: str, end: str) -> None:
    """Whatever the numbers and the way of writing, the same numbers are asked for."""
    assert number(f"{word}{section}{mark}{entry}{end}") == Number(str(section), str(entry))


@given(st.text(st.characters(), max_size=30))
def test_any_text_asks_for_a_guideline_like_number_or_none(text: str) -> None:
    """Any text whatever either asks for nothing, or for a number as a guideline writes it."""
    asked = number(text)
    assert asked is None or all(part.isascii() and part.isdecimal() for part in asked.id.split("."))


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("insta", True), ("friend request", True), ("a b c", False)]
)
def test_one_or_two_words_are_a_search(text: str, *, expected: bool) -> None:
    """One or two words are a search, three a situation."""
    assert is_word_search(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "kaveripyyntö",
        "Kaveripyyntö!",
        "KAVERIPYYNTÖ",
        "kaveripyynto",
        "kaveripyynö",
        "kavripyyntö",
        "kaveripyy",
        "kaveripyyntöihin",
        "friend request",
        "freind request",
        "vänförfrågan",
        "vanforfragan",
        "vänförfrågn",
    ],
)
def test_word_with_typing_errors_and_beginnings(words: WordIndex, text: str) -> None:
    """The friend request is found by its word, its beginning, its endings, without dots and with a slip."""
    assert [entry.id for entry in words.find(text)] == ["2.4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("insta", "4.11"),
        ("instassa", "4.11"),
        ("face", "4.9"),
        ("facebok", "2.4"),
        ("snäppi", "4.3"),
        ("tekijänoikeus", "5.4"),
    ],
)
def test_slang_is_found(words: WordIndex, text: str, expected: str) -> None:
    """The words people use for the services lead to a recommendation that names them."""
    assert expected in [entry.id for entry in words.find(text)]


@pytest.mark.parametrize("text", ["", " ", "x", "kav", "xyzzy", "!!!", "🙂", "sähköauto", "\x00", "\ud800"])
def test_nothing_is_found_for_other_words(words: WordIndex, text: str) -> None:
    """Nothing, three letters and words of other matters find nothing."""
    assert words.find(text) == ()


@pytest.mark.parametrize("text", ["kaveri kuoli", "facebook kaatui", "lapsi kuollut"])
def test_a_known_word_with_another_behind_it_is_not_its_ending(words: WordIndex, text: str) -> None:
    """A word that goes on as another word says something else: endings grow on words, not behind a space."""
    assert words.find(text) == ()


def test_every_title_finds_its_entry(guideline: Guideline, words: WordIndex) -> None:
    """Every entry is found by its short title in each language, and by each of its words."""
    for entry in guideline:
        for text in (*entry.label.words, *(entry.title(language) for language in LANGUAGES)):
            assert entry in words.find(text), text


@given(st.text(st.characters(), max_size=40))
def test_any_text_finds_entries_once(words: WordIndex, text: str) -> None:
    """Whatever is searched for, no entry comes back twice."""
    found = words.find(text)
    assert len({entry.id for entry in found}) == len(found)

"""The bot's own sentences: the same in three languages, none of them in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.texts import texts
from knowledge.guideline import LANGUAGES, Language

CODE = [path for path in sorted(Path(bot.__file__).parent.rglob("*.py")) if "identifiers" not in path.parts]


def _sentences(language: Language, key: str) -> list[str]:
    value = texts(language)._sentences[key]
    return [value] if isinstance(value, str) else value


def _names(language: Language, key: str) -> list[set[str]]:
    return [
        {name for _, name, _, _ in Formatter().parse(text) if name is not None} for text in _sentences(language, key)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_missing(language: Language) -> None:
    """Every language has the same keys."""
    assert texts(language).keys() == texts("fi").keys()


@pytest.mark.parametrize("key", sorted(texts("fi").keys()))
def test_sentence_fills_in_the_same_in_every_language(key: str) -> None:
    """A sentence has the same {names} and the same number of lines in every language, and is never empty."""
    for language in LANGUAGES:
        assert _names(language, key) == _names("fi", key)
        assert all(text == text.strip() != "" for text in _sentences(language, key))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_each_languages_own(language: Language) -> None:
    """No sentence of several words was left untranslated."""
    for key in sorted(texts(language).keys()):
        for other in LANGUAGES:
            if other != language:
                same = set(_sentences(language, key)) & set(_sentences(other, key))
                assert all(len(re.sub(r"\{\w+\}", "", text).split()) <= 1 for text in same)


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_names_112(language: Language) -> None:
    """The sentence for danger names the emergency number."""
    assert "112" in texts(language)("urgent")


def test_values_are_filled_in() -> None:
    """Named values are filled in, braces in them left alone; an unknown key is an error."""
    assert texts("en")("no_entry", number="{9}", first="0", last="6") == (
        "The guideline has no item {9}. The sections are 0–6."
    )
    assert texts("en").lines("help")
    with pytest.raises(KeyError):
        texts("en")("nothing of the kind")


def _asked(tree: ast.AST) -> Iterator[str]:
    """Yield the keys that code asks for: texts(…)("key"), say("key"), ….lines("key")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            call, key = node.func, node.args[0].value
            named = isinstance(call, ast.Name) and call.id == "say"
            lines = isinstance(call, ast.Attribute) and call.attr == "lines"
            direct = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "texts"
            if isinstance(key, str) and (named or lines or direct):
                yield key


def test_every_key_that_code_asks_for_exists() -> None:
    """No part of the code asks for a sentence that nobody wrote."""
    asked = {key for path in CODE for key in _asked(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(asked) > 20
    assert asked <= texts("fi").keys()


def _literals(tree: ast.AST) -> Iterator[str]:
    """Yield every string of the code but the docstrings."""
    lonely = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in lonely:
            yield node.value


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.name))
def test_no_finnish_or_swedish_sentence_stands_in_code(path: Path) -> None:
    """Strings in code hold no Finnish or Swedish letters, but for single command words of the terminal and look-up."""
    literals = [text for text in _literals(ast.parse(path.read_text(encoding="utf-8"))) if re.search("[äöåÄÖÅ]", text)]
    if path.name in {"terminal.py", "lookup.py"}:
        literals = [text for text in literals if not re.fullmatch(r"/?\w+", text)]
    assert literals == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.name))
def test_no_part_or_choice_is_worded_in_code(path: Path) -> None:
    """What a person reads in a part, a choice or a line of the terminal is never a string of the code."""
    shown = {"Part": 1, "Choice": 0, "say": 0}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            method = isinstance(node.func, ast.Attribute)
            if name in {"Part", "Choice"} or (name == "say" and method):
                assert not isinstance(node.args[shown[name]], ast.Constant | ast.JoinedStr), ast.unparse(node)

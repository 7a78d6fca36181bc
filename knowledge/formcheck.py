"""The form of one knowledge file by itself: its keys, and what its schema asks."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from knowledge.documents import Document, Key
from knowledge.problems import Problem

SCHEMAS = Path(__file__).parent / "schema"


def form_problems(document: Document, schema: str) -> Iterator[Problem]:
    """Yield what is wrong with the keys of `document`, and with its values by the schema of that name."""
    for keys in document.mappings():
        yield from _key_problems(document, keys)
    for error in _validator(schema).iter_errors(document.data):
        yield Problem(document.path, _line(document, error), _sentence(error))


def _key_problems(document: Document, keys: list[Key]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for key in keys:
        if not key.is_text:
            yield Problem(document.path, key.line, f'{key.written} is no text: put it in quotes, "{key.written}".')
        elif key.written in seen:
            twin = f'"{key.written}" stands already on line {seen[key.written]}'
            yield Problem(document.path, key.line, f"{twin}: only this one would be read, put them together.")
        else:
            seen[key.written] = key.line


@cache
def _validator(schema: str) -> Draft202012Validator:
    content: Any = yaml.safe_load((SCHEMAS / f"{schema}.schema.yaml").read_text(encoding="utf-8"))
    return Draft202012Validator(content)


def _line(document: Document, error: ValidationError) -> int:
    if _is_about_a_key(error):
        return document.key_line((*error.absolute_path, str(error.instance)))
    return document.line(error.absolute_path)


def _is_about_a_key(error: ValidationError) -> bool:
    return "propertyNames" in error.absolute_schema_path


def _sentence(error: ValidationError) -> str:
    where = ".".join(str(step) for step in error.absolute_path) or "the file"
    value = str(error.instance)[:40]
    if _is_about_a_key(error):
        return f"the key {value!r} has not the expected form: write it like the others."
    if _is_blank(error.instance):
        return f"{where} is empty: write it or remove it."
    if error.validator == "pattern":
        return _pattern_sentence(where, value, str(error.instance))
    sentences = {
        "type": f"{where} is {value!r}, but should be {error.validator_value}: put text in quotes, lists under a dash.",
        "minLength": f"{where} is shorter than {error.validator_value} characters: write more or remove it.",
        "maxLength": f"{where} is longer than {error.validator_value} characters: shorten it.",
        "enum": f"{where} is {value!r}: choose one of {error.validator_value}.",
        "uniqueItems": f"{where} says the same thing twice: remove one.",
        "minItems": f"{where} has too few items: {error.validator_value} are needed.",
    }
    return sentences.get(str(error.validator), f"{where}: {error.message}.")


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _pattern_sentence(where: str, value: str, whole: str) -> str:
    if "\t" in whole or "\n" in whole:
        return f"{where} holds a tab or a line break: use spaces, on one line."
    return f"{where} is {value!r}: not the expected form."

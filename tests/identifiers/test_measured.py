"""The figures the scanner is held to, on the two sets it was developed with."""

from collections.abc import Callable

import pytest

from tests.identifiers.measure import figures, samples

SETS = ("identifiers.dev.jsonl", "second.jsonl")


@pytest.mark.parametrize("name", SETS)
def test_finds_hides_and_stays_calm(name: str) -> None:
    """The figures of messages as people typed them do not fall."""
    found = figures(samples(name))
    assert found.recall >= 0.98
    assert found.leak_free >= 0.97
    assert found.false_alarms <= 0.01


@pytest.mark.parametrize(("change", "recall"), [(str.lower, 0.96), (str.upper, 0.96)])
@pytest.mark.parametrize("name", SETS)
def test_capitals_hardly_matter(name: str, change: Callable[[str], str], recall: float) -> None:
    """Messages wholly in small letters or in capitals are guarded nearly as well."""
    found = figures(samples(name, change))
    assert found.recall >= recall
    assert found.false_alarms <= 0.01

"""The real encoder and the real index, loaded once: these tests run where `make setup` has run."""

import pytest

from bot.advisor import Advisor
from bot.bootstrap import App, bootstrap
from bot.settings import load
from index.retriever import GuidelineRetriever

SETTINGS = load()
"""Read while tests are collected, before each test gets an environment of its own."""


@pytest.fixture(scope="session")
def app() -> App:
    """Return the application as `luotsi` builds it."""
    return bootstrap(SETTINGS)


@pytest.fixture(scope="session")
def retriever(app: App) -> GuidelineRetriever:
    """Return the real retriever."""
    return app.library.open()


@pytest.fixture(scope="session")
def advisor(app: App) -> Advisor:
    """Return the real conversation."""
    return app.advisor

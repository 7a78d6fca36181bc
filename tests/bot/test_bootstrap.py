from pathlib import Path

import pytest

from bot.bootstrap import App, bootstrap
from bot.message import Message
from bot.settings import Settings
from index.decision import Calibration, Judgement, Mixture, Thresholds
from index.library import Library
from knowledge.documents import KnowledgeError
from knowledge.reading import read_guideline
from tests.fakes import FakeEncoder


def _settings(folder: Path) -> Settings:
    return Settings(knowledge_dir=folder.parent, guideline="small", cache_dir=folder.parent.parent / "cache")


def test_defaults_are_production() -> None:
    """Without arguments the real guideline is opened, with nothing built and no encoder loaded yet."""
    app = bootstrap()
    assert app.guideline.id == "talentia-some"
    assert app.advisor.guideline is app.guideline
    assert app.library.encoder is None
    assert not app.settings.cache_dir.exists()


def test_another_guideline_is_another_folder(small_folder: Path) -> None:
    """A second guideline needs settings only, no code."""
    app = bootstrap(_settings(small_folder), encoder=FakeEncoder())
    assert app.guideline.title == "Pieni ohje"
    assert app.library.encoder_name == "fake-trigrams"
    assert app.advisor.reply(Message("1.2", "sv")).parts[1].text == "Godkänn inte en klients vänförfrågan."


def test_unknown_guideline_names_the_variable_and_what_there_is(small_folder: Path) -> None:
    """A guideline that does not exist is told with the variable and the ones that do."""
    settings = Settings(knowledge_dir=small_folder.parent, guideline="smal")
    with pytest.raises(Exception, match="LUOTSI_GUIDELINE takes one of: small"):
        bootstrap(settings)


def test_folder_without_guidelines_names_its_variable(tmp_path: Path) -> None:
    """An empty or missing folder of guidelines is told with the variable that names it."""
    with pytest.raises(Exception, match="LUOTSI_KNOWLEDGE_DIR"):
        bootstrap(Settings(knowledge_dir=tmp_path / "nowhere"))


def test_incomplete_guideline_is_told(small_folder: Path) -> None:
    """A guideline that cannot be put together is told at start."""
    (small_folder / "labels.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"labels\.yaml"):
        bootstrap(_settings(small_folder))


def test_language_setting_answers_where_a_message_has_none(small_folder: Path) -> None:
    """The operator's language is answered in when the message's own cannot be told."""
    settings = _settings(small_folder).model_copy(update={"language": "sv"})
    assert bootstrap(settings).advisor.reply(Message("🙂")).language == "sv"


def test_message_goes_all_the_way_to_a_quotation(small_folder: Path, tmp_path: Path) -> None:
    """From the small guideline through encoder, FAISS index and decision comes the fitting recommendation, verbatim."""
    tuned, encoder = tmp_path / "tuned", FakeEncoder()
    tuned.mkdir()
    Judgement(encoder.name, Mixture(1, 1, 4), Calibration(), Thresholds(silent=0.99, answer=0.0)).save(tuned)
    steps: list[str] = []

    def library() -> Library:
        return Library(
            small_folder,
            tmp_path / "cache",
            encoder=encoder,
            tuned=tuned,
            progress=lambda step, done, total: steps.append(f"{step} {done}/{total}"),
        )

    app = App(_settings(small_folder), read_guideline(small_folder), library)
    reply = app.advisor.reply(Message("asiakas lisäsi minut kaveriksi taas"))
    assert reply.recommendations[0].id == "1.2"
    assert sorted({ranked.id for ranked in reply.recommendations}) == ["1.1", "1.2", "2.1", "2.2"]
    assert steps[-1] == "fitting 1/1"
    count = len(steps)
    again = App(app.settings, app.guideline, library).advisor.reply(Message("asiakas lisäsi minut kaveriksi taas"))
    assert again == reply
    assert len(steps) == count

from collections.abc import Callable

import pytest

from bot.advisor import Advisor
from bot.compose import Composer
from bot.message import Message
from bot.reply import Part, Reply
from bot.texts import texts
from knowledge.guideline import LANGUAGES, Guideline, Language
from tests.fakes import FakeRetriever, ranking


@pytest.fixture
def composer(guideline: Guideline) -> Composer:
    """Return a composer of the real guideline, without signposts."""
    return Composer(guideline)


def test_citation_names_number_section_guideline_issuer_and_edition(composer: Composer, guideline: Guideline) -> None:
    """The citation of a recommendation says exactly where it stands."""
    citation = list(composer.entry(guideline["2.4"], "fi"))[-1]
    assert citation == Part(
        "citation",
        "Suositus 2.4 · osio 2: Ammatillisen ja henkilökohtaisen elämän rajanveto"
        f" · {guideline.title}, {guideline.issuer}, {guideline.edition}",
    )


@pytest.mark.parametrize("entry_id", ["0.1", "6.1"])
def test_citation_of_introduction_and_sources_calls_them_no_recommendation(
    composer: Composer, guideline: Guideline, entry_id: str
) -> None:
    """The introduction and the sources are cited as items."""
    citation = list(composer.entry(guideline[entry_id], "fi"))[-1]
    assert citation.text.startswith(f"Kohta {entry_id} · {guideline.title}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_mark_to_read_more_is_told(composer: Composer, guideline: Guideline, language: Language) -> None:
    """The two marks on the web page are told apart from the words."""
    parts = list(composer.entry(guideline["1.3"], language))
    assert Part("citation", texts(language)("read_more", mark="Lue lisää >>")) in parts
    assert "Lue lisää" not in parts[1].text


def test_links_of_sources(composer: Composer, guideline: Guideline) -> None:
    """A source comes with its link as given, and the broken one says that it does not open."""
    good, broken = list(composer.entry(guideline["6.1"], "fi")), list(composer.entry(guideline["6.2"], "fi"))
    assert good[1].url == "https://www.basw.co.uk/resources/basws-social-media-policy"
    assert "javascript%3A" in broken[1].url
    assert texts("fi")("broken_link") in [part.text for part in broken]
    assert texts("fi")("broken_link") not in [part.text for part in good]


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_name_every_section(advisor: Advisor, guideline: Guideline, language: Language) -> None:
    """The table of contents names the guideline and every section, with a button each."""
    reply = advisor.contents(language)
    shown = "\n".join(part.text for part in reply.parts)
    for section in guideline.sections:
        assert f"{section.id} {guideline.section_title(section, language)}" in shown
    assert [choice.plain for choice in reply.choices] == ["0", "1", "2", "3", "4", "5", "6"]


def test_section_shows_its_titles_and_its_words(composer: Composer, guideline: Guideline) -> None:
    """A section shows each entry's number, title and words in order, the sources with their links."""
    parts = list(composer.section(guideline.sections[6], "fi"))
    assert [part.kind for part in parts] == ["title", *["item", "quote"] * 3]
    assert [part.url for part in parts if part.kind == "quote"] == [
        entry.url for entry in guideline.sections[6].entries
    ]


def test_section_quotes_the_line_before_its_examples(composer: Composer, guideline: Guideline) -> None:
    """Section 4 shows the guideline's own line before the examples by platform."""
    lead = guideline.sections[4].examples_lead
    texts_shown = [part.text for part in composer.section(guideline.sections[4], "fi")]
    assert lead in texts_shown
    assert texts_shown.index(lead) < texts_shown.index(guideline["4.8"].text)
    assert texts_shown.index(lead) > texts_shown.index(guideline["4.7"].text)


def _silence(advisor: Advisor, language: Language) -> Reply:
    assert isinstance(advisor._retriever, FakeRetriever)
    advisor._retriever.usual = ranking("3.4", "3.1", "1.2", "2.3", "5.8", decision="silent")
    return advisor.reply(Message("mikä on tämän päivän lounas", language))


REPLIES: dict[str, Callable[[Advisor, Language], Reply | None]] = {
    "entry": lambda advisor, language: advisor.act(f"e:2.4:{language}"),
    "introduction": lambda advisor, language: advisor.act(f"e:0.1:{language}"),
    "source": lambda advisor, language: advisor.act(f"e:6.3:{language}"),
    "section": lambda advisor, language: advisor.act(f"s:2:{language}"),
    "tip": lambda advisor, language: advisor.tip(language),
    "answer": lambda advisor, language: advisor.reply(Message("asiakas pyysi kaveriksi", language)),
    "search": lambda advisor, language: advisor.search("kaveripyyntö", language),
    "contents": lambda advisor, language: advisor.contents(language),
    "silence": _silence,
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", REPLIES)
def test_translation_is_marked_unofficial_wherever_it_is_shown(
    advisor: Advisor, guideline: Guideline, name: str, language: Language
) -> None:
    """A reply that shows any of our translation, a section's title too, says that it is unofficial."""
    reply = REPLIES[name](advisor, language)
    assert reply is not None
    translation = guideline.translations[language]
    translated = [*translation.texts.values(), *translation.sections.values()]
    shown = [part.text for part in reply.parts]
    assert any(text in part for text in translated for part in shown)
    assert shown.count(texts(language)("unofficial")) == 1


@pytest.mark.parametrize("name", REPLIES)
def test_original_is_not_called_a_translation(advisor: Advisor, name: str) -> None:
    """In Finnish nothing is marked as a translation."""
    reply = REPLIES[name](advisor, "fi")
    assert reply is not None
    assert texts("fi")("unofficial") not in [part.text for part in reply.parts]


def test_silence_without_signposts_says_the_one_sentence(composer: Composer) -> None:
    """Without places to turn to and without a near section there is the honest sentence alone."""
    assert [part.text for part in composer.silence(None, "sv")] == [texts("sv")("silent")]

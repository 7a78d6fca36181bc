"""The guideline that comes along: the issuer's words to the character, and our work around them complete."""

from collections import Counter
from pathlib import Path

import pytest

from knowledge.guideline import LANGUAGES, Entry, Guideline, Language
from knowledge.reading import read_reflections, read_signposts
from knowledge.situations import Examples
from tests.conftest import DATA


def _lines(guideline: Guideline) -> list[str]:
    """Write the guideline as its source stands in the test data: a line for every heading, text, mark and link."""
    lines: list[str] = []
    for section in guideline.sections:
        lines.append(section.title)
        for entry in section.entries:
            if entry.kind == "platform example" and section.examples_lead not in lines:
                lines.append(section.examples_lead)
            lines += [line for line in (entry.text, entry.read_more, entry.url) if line]
    return lines


def _ids() -> tuple[dict[str, str], dict[str, str]]:
    """Return the sections' titles and the recommendations' texts by id, as the fixed list has them."""
    lines = (DATA / "guideline-ids.tsv").read_text(encoding="utf-8").splitlines()
    titles = dict(line.removeprefix("# ").split(" ", 1) for line in lines if line.startswith("#"))
    texts = dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return titles, texts


def test_guideline_is_the_source_character_for_character(guideline: Guideline) -> None:
    """Every line of the source stands in the guideline, in order, with nothing added."""
    source = (DATA / "talentia-some.fi.txt").read_text(encoding="utf-8").splitlines()
    assert _lines(guideline) == source
    assert guideline.title == source[0]


def test_ids_are_the_fixed_ones_with_their_texts(guideline: Guideline) -> None:
    """The 37 recommendations have the fixed ids, in order, each with its own text."""
    _, texts = _ids()
    assert [(entry.id, entry.text) for entry in guideline.recommendations] == list(texts.items())
    assert len(texts) == 37


def test_sections_are_the_fixed_ones(guideline: Guideline) -> None:
    """Five sections stand between the introduction (0) and the sources (6)."""
    titles, _ = _ids()
    assert [section.id for section in guideline.sections] == ["0", *titles, "6"]
    assert {section.id: section.title for section in guideline.sections[1:-1]} == titles


def test_kinds(guideline: Guideline) -> None:
    """4.8 to 4.11 are platform examples, 0.x the introduction and 6.x the sources, which answer no situation."""
    counts = Counter(entry.kind for entry in guideline)
    examples = [entry.id for entry in guideline if entry.kind == "platform example"]
    assert counts == {"introduction": 3, "recommendation": 33, "platform example": 4, "source": 3}
    assert examples == ["4.8", "4.9", "4.10", "4.11"]
    assert {entry.section for entry in guideline if not entry.answers} == {"0", "6"}


def test_marks_and_links_are_kept_as_given(guideline: Guideline) -> None:
    """The two marks to read more stand at 1.3 and 1.5, and of the three links only the broken one is flagged."""
    assert [entry.id for entry in guideline if entry.read_more == "Lue lisää >>"] == ["1.3", "1.5"]
    assert [entry.id for entry in guideline if entry.url] == ["6.1", "6.2", "6.3"]
    assert [entry.id for entry in guideline if entry.broken] == ["6.2"]


def test_texts_hold_no_stray_characters(guideline: Guideline) -> None:
    """No text holds a tab, a line break, a double space or a blank at its ends."""
    for entry in guideline:
        for language in LANGUAGES:
            text = guideline.text(entry, language)
            assert text == " ".join(text.split())


def test_every_entry_has_a_title_in_three_languages(guideline: Guideline) -> None:
    """Every section and entry has its own short title in each language, none twice."""
    for language in LANGUAGES:
        titles = [entry.title(language) for entry in guideline]
        assert len(set(titles)) == len(titles) == 43
        assert max(map(len, titles)) <= 40
        assert all(section.label.titles[language] for section in guideline.sections)


def test_every_recommendation_has_search_words(guideline: Guideline) -> None:
    """Every recommendation has enough words for three languages, the slang that the issue names among them."""
    assert all(len(set(entry.label.words)) >= 6 for entry in guideline.recommendations)
    words = {word for entry in guideline for word in entry.label.words}
    assert words >= {"kaveripyyntö", "face", "insta", "snäppi", "friend request"}
    assert any("vänförfråg" in word for word in words)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_translations_cover_every_id(guideline: Guideline, language: Language) -> None:
    """A translation has its own words for every entry and section, and none for anything else."""
    translation = guideline.translations[language]
    assert set(translation.texts) == {entry.id for entry in guideline}
    assert set(translation.sections) == {section.id for section in guideline.sections}
    assert translation.examples_lead
    originals = {entry.text for entry in guideline.recommendations}
    assert not originals & set(translation.texts.values())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_translation_file_calls_itself_unofficial(folder: Path, language: Language) -> None:
    """The file of a translation carries its status."""
    text = (folder / "translations" / f"{language}.yaml").read_text(encoding="utf-8")
    assert "\nstatus: unofficial\n" in text


def test_enough_situations(examples: Examples, guideline: Guideline) -> None:
    """Every recommendation has at least 60 Finnish and 20 Swedish and English situations; only they have any."""
    counts = Counter((item.recommendation, item.language) for item in examples.situations)
    least: dict[Language, int] = {"fi": 60, "sv": 20, "en": 20}
    ids = {entry.id for entry in guideline.recommendations}
    few = {(i, language) for i in ids for language, count in least.items() if counts[i, language] < count}
    assert not few
    assert {recommendation for recommendation, _ in counts} == ids


def test_enough_unanswered_questions(examples: Examples) -> None:
    """There are at least 700 unanswered questions, two thirds of them near misses, some of each in every language."""
    questions = examples.unanswered
    assert len(questions) >= 700
    assert sum(question.scope == "near" for question in questions) >= len(questions) * 2 / 3
    assert {(question.language, question.scope) for question in questions} == {
        (language, scope) for language in LANGUAGES for scope in ("near", "out")
    }


def test_every_recommendation_has_questions_to_think_about(folder: Path, guideline: Guideline) -> None:
    """A tip in any language finds a question, and each ends like one."""
    reflections = read_reflections(folder)
    assert set(reflections) == {entry.id for entry in guideline.recommendations}
    asked = [text for item in reflections.values() for language in LANGUAGES for text in item[language]]
    assert all(text.endswith("?") for text in asked)


def test_signposts_name_the_promised_places(folder: Path) -> None:
    """The ethics board, a union adviser, the data-protection officer and one's own supervisor are named."""
    posts = read_signposts(folder)
    assert len({post.id for post in posts}) == len(posts) >= 4
    assert {"ethics-board", "union-adviser"} <= {post.id for post in posts}
    english = " ".join(post.name["en"].casefold() for post in posts)
    assert "protection officer" in english
    assert "supervisor" in english


def test_entry_and_section_by_id(guideline: Guideline) -> None:
    """Entries and sections are found by id; an unknown id gives None, or KeyError in brackets."""
    entry = guideline["2.4"]
    section = guideline.section("2")
    assert isinstance(entry, Entry)
    assert entry is guideline.get("2.4")
    assert section is not None
    assert entry in section.entries
    assert guideline.get("9.9") is None
    assert guideline.section("9") is None
    with pytest.raises(KeyError):
        guideline["9.9"]


def test_text_and_section_title_by_language(guideline: Guideline) -> None:
    """In Finnish the issuer's words come back, in Swedish ours."""
    entry, section = guideline["5.4"], guideline.sections[4]
    assert guideline.text(entry, "fi") == "Tutustu tekijänoikeuksiin ja noudata niitä."
    assert guideline.text(entry, "sv") == guideline.translations["sv"].texts["5.4"] != entry.text
    assert guideline.section_title(section, "fi") == section.title
    assert guideline.section_title(section, "en") == guideline.translations["en"].sections["4"] != section.title

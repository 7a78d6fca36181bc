from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import Advisor
from bot.danger import Danger
from bot.message import Message
from bot.reply import PartKind, Reply
from bot.texts import texts
from index.ranking import Decision, Ranking
from index.text import LONGEST
from knowledge.guideline import LANGUAGES, Guideline, Language
from tests.conftest import Advising
from tests.fakes import USUAL, FakeRetriever, ranking

QUESTION = "Asiakas lähetti minulle pyynnön, mitä teen?"
IDS = [f"{section}.{entry}" for section, last in enumerate((7, 5, 6, 11, 8), 1) for entry in range(1, last + 1)]


def _texts(reply: Reply, kind: PartKind) -> list[str]:
    return [part.text for part in reply.parts if part.kind == kind]


def _kinds(reply: Reply) -> list[PartKind]:
    return [part.kind for part in reply.parts]


def _actions(reply: Reply) -> list[str]:
    return [choice.action for choice in reply.choices]


def test_answer_quotes_the_best_recommendation(advisor: Advisor, guideline: Guideline) -> None:
    """An answer is a title, the recommendation's own words, their citation, and where to look further."""
    reply = advisor.reply(Message(QUESTION))
    assert (reply.decision, reply.language, reply.urgent) == ("answer", "fi", False)
    assert _kinds(reply)[:3] == ["title", "quote", "citation"]
    assert _texts(reply, "quote") == [guideline["2.4"].text]
    assert reply.recommendations == USUAL.best


def test_answer_offers_companions_and_its_section(advising: Advising) -> None:
    """Up to two likely companions and the rest of the section can be pressed, and are named in the text."""
    usual = ranking("2.4", "2.1", "2.2", "2.3", "5.8", confidences=(0.6, 0.3, 0.2, 0.1, 0.01))
    reply = advising(usual).reply(Message(QUESTION))
    assert _actions(reply) == ["e:2.1:fi", "e:2.2:fi", "s:2:fi"]
    assert [text.split()[2] for text in _texts(reply, "companion")] == ["2.1", "2.2"]


@pytest.mark.parametrize(
    ("confidences", "first"),
    [((0.6, 0.3, 0.2, 0.18, 0.01), "1.2"), ((0.6, 0.3, 0.2, 0.1, 0.01), "2.1")],
)
def test_companion_from_another_section_goes_first(
    advising: Advising, confidences: Sequence[float], first: str
) -> None:
    """A companion from another section goes before the section's own, unless it is much less likely."""
    usual = ranking("2.4", "2.1", "2.2", "1.2", "5.8", confidences=confidences)
    reply = advising(usual).reply(Message(QUESTION))
    assert reply.choices[0].action == f"e:{first}:fi"


def test_unlikely_companions_are_left_out(advising: Advising) -> None:
    """What is hardly likely to be useful is no companion."""
    usual = ranking("2.4", "2.1", "1.2", "2.3", "5.8", confidences=(0.95, 0.02, 0.01, 0.01, 0.01))
    reply = advising(usual).reply(Message(QUESTION))
    assert "companion" not in _kinds(reply)
    assert _actions(reply) == ["s:2:fi"]


def test_close_ones_are_offered_to_choose_from(advising: Advising) -> None:
    """When it is not clear, the three best are offered by title and nothing is quoted."""
    usual = ranking("2.4", "2.1", "1.2", "2.3", "5.8", decision="choose")
    reply = advising(usual).reply(Message(QUESTION))
    assert reply.decision == "choose"
    assert _kinds(reply) == ["lead", "item", "item", "item"]
    assert _actions(reply) == ["e:2.4:fi", "e:2.1:fi", "e:1.2:fi"]
    assert [choice.plain for choice in reply.choices] == ["2.4", "2.1", "1.2"]
    assert len(reply.recommendations) == 5


def test_silence_is_honest_and_shows_the_way(advisor: Advisor, guideline: Guideline, retriever: FakeRetriever) -> None:
    """When the guideline says nothing, that is said, with the nearest section and named places to turn to."""
    retriever.usual = ranking("3.4", "3.1", "1.2", "2.3", "5.8", decision="silent")
    reply = advisor.reply(Message(QUESTION))
    assert reply.decision == "silent"
    assert _kinds(reply)[0] == "lead"
    assert reply.parts[0].text == texts("fi")("silent")
    assert any(guideline.sections[3].title in text for text in _texts(reply, "lead"))
    assert len(_texts(reply, "signpost")) >= 4
    assert "quote" not in _kinds(reply)
    assert _actions(reply) == ["s:3:fi", "c::fi"]
    assert [ranked.id for ranked in reply.recommendations] == ["3.4", "3.1", "1.2", "2.3", "5.8"]


@pytest.mark.parametrize("decision", ["answer", "choose", "silent"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Asiakas uhkaa tappaa minut"),
        ("sv", "Klienten hotar att döda mig"),
        ("en", "My client threatened to kill me"),
    ],
)
def test_danger_puts_112_first(advising: Advising, language: Language, text: str, decision: Decision) -> None:
    """Danger to someone puts 112 before everything else, whatever the guideline says, in the writer's language."""
    usual = ranking("3.5", "3.6", "1.2", "2.3", "5.8", decision=decision)
    reply = advising(usual).reply(Message(text))
    assert reply.urgent
    assert reply.language == language
    assert _kinds(reply).index("urgent") == 0
    assert _kinds(reply).count("urgent") == 1
    assert "112" in reply.parts[0].text
    assert len(reply.parts) > 1


def test_danger_in_two_words_is_urgent(advisor: Advisor) -> None:
    """A single word for a threat is a search and urgent all the same."""
    reply = advisor.reply(Message("tappouhkaus"))
    assert reply.urgent
    assert reply.parts[0].kind == "urgent"


def test_few_examples_are_admitted(advising: Advising) -> None:
    """An answer that was learned from few examples says so."""
    usual = ranking("2.4", "2.1", "1.2", "2.3", "5.8", trained=False)
    reply = advising(usual).reply(Message(QUESTION))
    assert texts("fi")("untrained") in _texts(reply, "notice")


@pytest.mark.parametrize("text", ["2.4", "kohta 2.4", "2,4", "２．４"])
def test_number_shows_the_entry_without_the_encoder(advising: Advising, guideline: Guideline, text: str) -> None:
    """A number is looked up and needs no encoder."""
    reply = advising(None).reply(Message(text))
    assert _texts(reply, "quote") == [guideline["2.4"].text]
    assert [(ranked.id, ranked.confidence) for ranked in reply.recommendations] == [("2.4", 1.0)]


def test_number_shows_the_section(advising: Advising, guideline: Guideline) -> None:
    """A section's number shows all its recommendations, each to be pressed."""
    reply = advising(None).reply(Message("2"))
    section = guideline.sections[2]
    assert reply.parts[0].text == f"2 {section.title}"
    assert _texts(reply, "quote") == [entry.text for entry in section.entries]
    assert _actions(reply) == [f"e:{entry.id}:fi" for entry in section.entries]
    assert [ranked.id for ranked in reply.recommendations] == ["2.1", "2.2", "2.3", "2.4", "2.5"]


@pytest.mark.parametrize("text", ["0.1", "6.2"])
def test_introduction_and_sources_are_looked_up_but_recommend_nothing(
    advising: Advising, guideline: Guideline, text: str
) -> None:
    """The introduction and the sources can be read, but are no recommendations."""
    reply = advising(None).reply(Message(text))
    assert _texts(reply, "quote") == [guideline[text].text]
    assert reply.recommendations == ()


@pytest.mark.parametrize("text", ["99", "2.99", "7", "kohta 9.1"])
def test_number_that_is_not_there(advising: Advising, text: str) -> None:
    """A number that the guideline does not have is told, with those it has and the table of contents to press."""
    reply = advising(None).reply(Message(text))
    assert reply.decision == "silent"
    [notice] = _texts(reply, "notice")
    assert text.removeprefix("kohta ") in notice
    assert "0–6" in notice
    assert _actions(reply) == ["c::fi"]


@pytest.mark.parametrize("text", ["kaveripyyntö", "Kaveripyynto!", "friend request", "vänförfrågan"])
def test_word_goes_before_retrieval(advising: Advising, text: str) -> None:
    """One or two words that name a recommendation answer with it, even where retrieval sees nothing in so little."""
    usual = ranking("5.8", "2.1", "1.2", "2.3", "3.1", decision="silent")
    reply = advising(usual).reply(Message(text))
    assert reply.decision == "answer"
    assert [ranked.id for ranked in reply.recommendations] == ["2.4", "5.8", "2.1", "1.2", "2.3"]
    confidences = [ranked.confidence for ranked in reply.recommendations]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1.5


def test_word_of_several_recommendations_is_a_choice(advisor: Advisor) -> None:
    """A word that names more than one recommendation gives a choice."""
    reply = advisor.reply(Message("facebook", "fi"))
    assert reply.decision == "choose"
    assert {"e:2.4:fi", "e:4.9:fi"} <= set(_actions(reply))


@pytest.mark.parametrize("language", LANGUAGES)
def test_users_language_wins(advisor: Advisor, guideline: Guideline, language: Language) -> None:
    """A chosen language is answered in, whatever the message is written in."""
    reply = advisor.reply(Message("A client sent me a friend request, what should I do?", language))
    assert reply.language == language
    assert _texts(reply, "quote") == [guideline.text(guideline["2.4"], language)]


@pytest.mark.parametrize(
    ("text", "language"), [("En klient skickade en vänförfrågan till mig", "sv"), ("Can I accept my client?", "en")]
)
def test_language_of_the_message_is_answered_in(advisor: Advisor, text: str, language: Language) -> None:
    """Without a choice the answer comes in the language that was written, and the original is one press away."""
    reply = advisor.reply(Message(text))
    assert reply.language == language
    assert "e:2.4:fi" in _actions(reply)
    assert texts(language)("unofficial") in _texts(reply, "citation")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t",
        "🙂",
        "👍🏽👨‍👩‍👧 ❤️",
        "...?!",
        "\x00\x00",
        "\ud800\udfff",
        "\u202e\u200f",
        "\u200b" * 50,
    ],
)
@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_message_without_words_is_told_kindly(advising: Advising, text: str, language: Language | None) -> None:
    """Nothing, blanks, emoji and unreadable characters get one sentence and need no encoder."""
    reply = advising(None).reply(Message(text, language))
    assert [part.text for part in reply.parts] == [texts(language or "fi")("empty")]
    assert (reply.decision, reply.urgent, reply.recommendations) == ("silent", False, ())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("mitä\x00teen \ud800 nyt tästä", "mitä teen nyt tästä"),
        ("\u202eהאם מותר לי לפרסם\u202c", "האם מותר לי לפרסם"),
        ("هل يمكنني نشر صورة", "هل يمكنني نشر صورة"),
        ("a\u0308iti pyysi kaveriksi 🙂", "äiti pyysi kaveriksi 🙂"),
    ],
)
def test_strange_characters_reach_the_encoder_clean(
    advisor: Advisor, retriever: FakeRetriever, text: str, read: str
) -> None:
    """NUL, surrogates, direction marks and decomposed letters are gone before retrieval, and an answer comes."""
    assert advisor.reply(Message(text)).decision == "answer"
    assert retriever.read == [(read,)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_message_is_cut_and_that_is_said(advisor: Advisor, retriever: FakeRetriever, language: Language) -> None:
    """Of 10,000 characters the first ones are read, and the reply says how many."""
    reply = advisor.reply(Message("mitä teen " * 1000, language))
    [[read]] = retriever.read
    assert len(read) <= LONGEST
    assert reply.parts[0].text == texts(language)("cut", count=LONGEST)
    assert reply.decision == "answer"


def test_long_blank_beginning_hides_no_words(advisor: Advisor) -> None:
    """Words behind thousands of blanks are read, or the cut is told: never are they said not to be there."""
    reply = advisor.reply(Message(" " * 5000 + QUESTION, "fi"))
    assert texts("fi")("empty") not in [part.text for part in reply.parts]


def test_messages_are_answered_together_in_order(guideline: Guideline, danger: Danger) -> None:
    """Many messages are encoded in one go, look-ups left out, and each gets its own answer in order."""
    retriever = FakeRetriever({"toinen kysymys tästä": ranking("5.4", "5.3", "5.2", "5.1", "1.1")})
    advisor = Advisor(guideline, retriever, danger=danger)
    messages = [
        Message(text, "fi") for text in ("eka kysymys tästä", "2.1", "toinen kysymys tästä", "", "kolmas on tässä")
    ]
    replies = advisor.replies(messages)
    assert [[ranked.id for ranked in reply.recommendations][:1] for reply in replies] == [
        ["2.4"],
        ["2.1"],
        ["5.4"],
        [],
        ["2.4"],
    ]
    assert retriever.read == [("eka kysymys tästä", "toinen kysymys tästä", "kolmas on tässä")]
    assert advisor.replies([]) == []


def test_pressed_choice_opens_what_it_says(advisor: Advisor, guideline: Guideline) -> None:
    """Actions open an entry, a section or the contents, in the language they were made in."""
    entry, section = advisor.act("e:2.4:sv"), advisor.act("s:3:en")
    assert _texts(entry, "quote") == [guideline.text(guideline["2.4"], "sv")]
    assert (entry.language, section.language) == ("sv", "en")
    assert len(_texts(section, "quote")) == 6
    assert advisor.act("c::en") == advisor.contents("en")


@pytest.mark.parametrize(
    ("action", "language"),
    [
        ("e:9.9:sv", "sv"),
        ("s:42:en", "en"),
        ("e:2.4.1:fi", "fi"),
        ("x:2.4:fi", "fi"),
        ("c::de", "fi"),
        ("", "fi"),
        (":::", "fi"),
        ("nonsense", "fi"),
    ],
)
def test_action_of_an_old_button_gives_the_contents(advisor: Advisor, action: str, language: Language) -> None:
    """A button from an older guideline, or nobody's, gives the table of contents."""
    assert advisor.act(action) == advisor.contents(language)


def test_every_choice_leads_somewhere(advisor: Advisor) -> None:
    """Every choice of the contents, sections and entries opens something, is labelled and short enough for a button."""
    todo, seen = ["c::fi", "c::sv", "c::en"], set[str]()
    while todo:
        action = todo.pop()
        seen.add(action)
        reply = advisor.act(action)
        for choice in reply.choices:
            assert len(choice.action.encode()) <= 64
            assert choice.label == choice.label.strip() != ""
            assert choice.plain
        todo += {choice.action for choice in reply.choices} - seen - set(todo)
    assert len(seen) == 3 + 3 * (7 + 43)


@given(st.text(st.characters(), max_size=40))
def test_any_action_is_answered(advising: Advising, action: str) -> None:
    """Whatever arrives as an action, a reply comes back."""
    assert advising(None).act(action).parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_tip_is_a_recommendation_and_a_question(advisor: Advisor, guideline: Guideline, language: Language) -> None:
    """A tip shows one recommendation word for word with one question to think about."""
    reply = advisor.tip(language)
    assert _kinds(reply)[:2] == ["lead", "quote"]
    assert _texts(reply, "quote") == [guideline.text(guideline["1.1"], language)]
    assert len(_texts(reply, "question")) == 1
    assert reply.parts[-1].kind == "question"
    assert (texts(language)("unofficial") in _texts(reply, "citation")) is (language != "fi")


def test_tip_may_be_any_recommendation(advising: Advising) -> None:
    """A tip by chance is a recommendation, never the introduction or a source, and works without questions."""
    advisor = advising(None)
    ids = {ranked.id for _ in range(300) for ranked in advisor.tip("fi").recommendations}
    assert ids <= set(IDS)
    assert len(ids) > 20


@pytest.mark.parametrize(
    ("text", "ids"), [("2.4", ["2.4"]), ("kaveripyyntö", ["2.4"]), ("facebook", ["2.4", "4.9"]), ("2", None)]
)
def test_search_by_number_or_word(advisor: Advisor, text: str, ids: list[str] | None) -> None:
    """A search takes numbers and words; several finds are offered by title."""
    reply = advisor.search(text, "sv")
    assert reply is not None
    assert reply.language == "sv"
    if ids:
        assert [ranked.id for ranked in reply.recommendations] == ids


@pytest.mark.parametrize("text", ["xyzzy", "", "🙂", "\x00", "mitä asiakkaalle voi vastata"])
def test_search_that_finds_nothing(advisor: Advisor, text: str) -> None:
    """A search for nothing the guideline knows gives None."""
    assert advisor.search(text, "fi") is None


def _rankings() -> st.SearchStrategy[Ranking]:
    ids = st.lists(st.sampled_from(IDS), min_size=5, max_size=5, unique=True)
    confidences = st.lists(st.floats(0, 1), min_size=5, max_size=5).map(lambda items: sorted(items, reverse=True))
    decisions = st.sampled_from(["answer", "choose", "silent"])
    return st.builds(
        lambda best, sure, decision, trained: ranking(*best, decision=decision, confidences=sure, trained=trained),
        ids,
        confidences,
        decisions,
        st.booleans(),
    )


def _messages() -> st.SearchStrategy[str]:
    numbers = st.from_regex(r"\A(kohta )?[0-7]([.,][0-9]{1,2})?\Z")
    words = st.sampled_from(["kaveripyyntö", "insta", "tappouhkaus", QUESTION, "Client threatened to kill me", "lait"])
    return st.one_of(st.text(st.characters(), max_size=80), numbers, words)


@given(_messages(), st.sampled_from([None, *LANGUAGES]), _rankings())
def test_every_quotation_is_the_guidelines_word_for_word(
    advising: Advising, text: str, language: Language | None, usual: Ranking
) -> None:
    """For any message and whatever retrieval says: a quotation is the guideline's text or its marked translation."""
    advisor = advising(usual)
    reply, guideline = advisor.reply(Message(text, language)), advisor.guideline
    leads = [guideline.examples_lead(section, reply.language) for section in guideline.sections]
    whole = "\n".join([*leads, *(guideline.text(entry, reply.language) for entry in guideline)])
    quotes = _texts(reply, "quote")
    assert reply.parts
    assert all(quote and quote in whole for quote in quotes)
    if quotes and reply.language != "fi":
        assert texts(reply.language)("unofficial") in _texts(reply, "citation")
    assert all(len(choice.action.encode()) <= 64 for choice in reply.choices)
    assert len(reply.recommendations) <= 5
    confidences = [ranked.confidence for ranked in reply.recommendations]
    assert confidences == sorted(confidences, reverse=True)


@given(st.text("qwxz", min_size=12, max_size=40), _rankings(), st.sampled_from(LANGUAGES))
def test_a_persons_words_are_not_repeated(advising: Advising, secret: str, usual: Ranking, language: Language) -> None:
    """What a person wrote stands nowhere in the reply, its actions or its representation, nor in the message's."""
    message = Message(f"asiakkaani {secret} pyysi kaveriksi", language)
    reply = advising(usual).reply(message)
    shown = [part.text for part in reply.parts] + [f"{choice.label} {choice.action}" for choice in reply.choices]
    assert not [text for text in (*shown, repr(reply), repr(message)) if secret in text]


def test_representations_tell_lengths_and_decisions() -> None:
    """What may end up in a log names lengths and decisions only."""
    assert repr(Message("salaisuus", "fi")) == "Message(<9 characters>, fi)"
    assert repr(Reply("sv", (), decision="silent")) == "Reply(silent, sv, 0 parts)"

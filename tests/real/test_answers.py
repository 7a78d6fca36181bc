import pytest

from bot.advisor import Advisor
from bot.message import Message
from knowledge.guideline import Guideline

pytestmark = pytest.mark.real

FRIEND_REQUESTS = [
    "Asiakas lähetti minulle kaveripyynnön Facebookissa",
    "asiakas lisäs mut faceen, voinks hyväksyä?",
    "kaveripyynto asiakkaalta instassa, mita teen",
    "En klient vill bli vän med mig på Facebook",
    "A client sent me a friend request, may I accept?",
]
AWKWARD = ["", " \n\t ", "😀😀😀", "\x00\x00", "\ud800", "\ufdfa" * 1000, "\u202eabc", "مرحبا كيف الحال", "a" * 10_000]


@pytest.mark.parametrize("text", FRIEND_REQUESTS)
def test_friend_request_finds_its_recommendation(advisor: Advisor, text: str) -> None:
    """A client's friend request gets 2.4 first, in any of the three languages."""
    assert advisor.reply(Message(text)).recommendations[0].id == "2.4"


def test_answer_is_quoted_unchanged(advisor: Advisor) -> None:
    """What is quoted is the recommendation itself, letter for letter."""
    reply = advisor.reply(Message(FRIEND_REQUESTS[0]))
    assert [part.text for part in reply.parts if part.kind == "quote"] == [advisor.guideline["2.4"].text]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_answered(advisor: Advisor, text: str) -> None:
    """Nothing that a person can send breaks the conversation."""
    assert advisor.reply(Message(text)).parts


@pytest.mark.parametrize("text", ["Millainen sää on huomenna Oulussa?", "How do I bake a chocolate cake?"])
def test_other_matters_get_silence(advisor: Advisor, text: str) -> None:
    """What has nothing to do with the guideline gets the honest silence, with places to turn to."""
    reply = advisor.reply(Message(text))
    assert (reply.decision, any(part.kind == "signpost" for part in reply.parts)) == ("silent", True)


def test_five_best_also_when_silent(advisor: Advisor) -> None:
    """A silent reply still carries the five best, for programs that want them."""
    assert len(advisor.reply(Message("Millainen sää on huomenna Oulussa?")).recommendations) == 5


def test_batch_and_single_agree(advisor: Advisor) -> None:
    """A question is answered alike alone and among others."""
    together = advisor.replies([Message(text) for text in FRIEND_REQUESTS])
    alone = [advisor.reply(Message(text)) for text in FRIEND_REQUESTS]
    assert [reply.recommendations[0].id for reply in together] == [reply.recommendations[0].id for reply in alone]


def test_every_recommendation_is_trained(advisor: Advisor, guideline: Guideline) -> None:
    """Each recommendation's own words, asked as a question, are ranked among the five best."""
    replies = advisor.replies([Message(entry.text, "fi") for entry in guideline.recommendations])
    best = [[ranked.id for ranked in reply.recommendations] for reply in replies]
    missed = [entry.id for entry, ids in zip(guideline.recommendations, best, strict=True) if entry.id not in ids]
    assert missed == []

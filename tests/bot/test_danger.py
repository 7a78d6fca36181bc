from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.danger import LIST, Danger, Signs

DANGER = {
    "fi": [
        "Asiakas uhkaa tappaa minut",
        "asiakas uhkas tappaa mut instassa",
        "uhkailee mesessä et tappaa meidät kaikki",
        "Asiakas on uhannut hakata minut",
        "hän on uhannut väkivallalla",
        "Minut uhattiin tappaa yksityisviestissä",
        "sain tappouhkauksen messengerissä",
        "Nuori kirjoitti että haluaa kuolla",
        "asiakas sanoi tappavansa itsensä",
        "nuori sanoi et tappaa itsensä",
        "Asiakas aikoo tehdä itsemurhan, mitä teen?",
        "en jaksa enää elää, hän kirjoitti",
        "asiakas ei halua enää elää",
        "nuorella on itsetuhoisia ajatuksia",
        "tyttö viiltelee ja näyttää sen storyssa",
        "lapsi vaarassa",
        "LAPSET OVAT VAARASSA",
        "Lapsi on hengenvaarassa juuri nyt",
        "isä lyö lastaan livelähetyksessä",
        "Ei se mitään, mutta nyt hän uhkaa tappaa itsensä",
        "Hän ei vastaa puheluihin. Uhkasi eilen tappaa itsensä.",
    ],
    "sv": [
        "Klienten hotar döda mig",
        "Klienten hotar att döda mig",
        "han hotade slå ihjäl mig på messenger",
        "jag fick ett dödshot i inkorgen",
        "Hon säger att hon ska ta livet av sig",
        "en ungdom skrev att hon vill dö",
        "hen vill inte leva längre",
        "hon orkar int leva mer",
        "klienten har självmordstankar",
        "barnet är i fara",
        "barn i omedelbar fara",
        "pappan slår barnet och filmar",
        "flickan skär sig",
    ],
    "en": [
        "My client threatened to kill me",
        "client is threatening me with a knife",
        "I got death threats on Facebook",
        "He says he wants to die",
        "I don't want to live anymore, she wrote",
        "I don’t want to live, he posted",
        "she is going to kill herself tonight",
        "a teen posted that she will end her life",
        "He is suicidal and online now",
        "the child is in immediate danger",
        "kids are in danger",
        "the dad is beating the child on a live stream",
        "not sure what to do, he threatened to shoot us",
    ],
}
CALM = {
    "fi": [
        "Asiakas lähetti minulle kaveripyynnön Facebookissa",
        "Asiakas ei uhkaa tappaa ketään",
        "hän ei ole uhannut väkivallalla",
        "Asiakas ei ole itsetuhoinen",
        "Hän ei aio tappaa itseään",
        "Lapsi ei ole vaarassa",
        "Asiakas uhkaa tehdä minusta valituksen",
        "Asiakas uhkaa hakea oikaisua päätökseen",
        "Asiakas uhkailee julkaista keskustelumme",
        "tapan aikaa somessa töissä",
        "yksikön maine on vaarassa",
        "Onko tietosuoja vaarassa, jos käytän Whatsappia?",
        "some on uhka ja mahdollisuus",
        "",
    ],
    "sv": [
        "En klient skickade en vänförfrågan",
        "Klienten hotar inte att döda någon",
        "Hon vill inte ta livet av sig",
        "Barnet är inte i fara",
        "klienten hotar med att anmäla mig",
        "hon har inga självmordstankar",
        "vårt rykte är i fara",
    ],
    "en": [
        "A client sent me a friend request",
        "He is not suicidal",
        "He isn't suicidal",
        "The child is not in danger",
        "He hasn't threatened to kill anyone",
        "the client threatens to complain about me",
        "our reputation is in danger",
        "the deadline is killing me",
    ],
}


@pytest.mark.parametrize("text", [text for texts in DANGER.values() for text in texts])
def test_danger_is_seen(danger: Danger, text: str) -> None:
    """Threats of violence, suicide and a child in danger are seen as people write them in chat."""
    assert danger.sees(text)


@pytest.mark.parametrize("text", [text for texts in CALM.values() for text in texts])
def test_calm_messages_and_denials_are_not_danger(danger: Danger, text: str) -> None:
    """A denied danger, another threat and an ordinary question are none."""
    assert not danger.sees(text)


def _list(sign: str, *negations: str) -> Danger:
    return Danger([Signs((tuple(sign.split()),), frozenset(negations))])


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("alpha beta", True),
        ("Alphabet, beta", True),
        ("alpha one two three beta", True),
        ("alpha one two three four beta", False),
        ("beta alpha", False),
        ("alpha betamax", False),
        ("never alpha beta", False),
        ("never one alpha beta", False),
        ("never one two alpha beta", True),
        ("never. alpha beta", True),
    ],
)
def test_row_of_words(text: str, *, seen: bool) -> None:
    """A star takes any ending, three words may stand between, a negation reaches two words and no other sentence."""
    assert _list("alpha* beta", "never").sees(text) is seen


def test_sign_may_begin_with_a_negation() -> None:
    """A sign that is itself a negation is seen."""
    assert _list("not live", "not").sees("I will not live")


def test_every_sign_of_the_list_is_seen_as_written() -> None:
    """No row of the curated list is written so that it can never match its own words."""
    lines = [line for item in yaml.safe_load(LIST.read_text(encoding="utf-8")).values() for line in item["signs"]]
    ways = [" ".join(way) for line in lines for way in product(*(word.split("|") for word in line.split()))]
    danger = Danger.load()
    assert not [way for way in ways if not danger.sees(way.replace("*", ""))]
    assert len(set(lines)) == len(lines)


def test_list_is_read_from_a_file(tmp_path: Path) -> None:
    """A list of another language is a file, no code."""
    path = tmp_path / "danger.yaml"
    path.write_text('de:\n  negations: [nicht]\n  signs: ["droh* töten"]\n', encoding="utf-8")
    danger = Danger.load(path)
    assert danger.sees("Er droht mich zu TÖTEN")
    assert not danger.sees("Er wird nicht drohen zu töten")


@given(st.text(st.characters(), max_size=80))
def test_any_text_is_looked_at(danger: Danger, text: str) -> None:
    """Whatever is written, a threat behind it is seen."""
    assert danger.sees(f"{text}. Asiakas uhkaa tappaa minut")

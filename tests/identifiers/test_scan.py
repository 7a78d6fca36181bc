"""What is noticed, what is let pass, and what is written instead."""

import pytest

from bot.identifiers import Span, indirect, redact, scan

SEEN = [
    ("Virtasen Matin äiti soitti", "PERSON", "Virtasen Matin"),
    ("laitoin viestin Jennalle eilen", "PERSON", "Jennalle"),
    ("mäkisen perhe somettaa", "PERSON", "mäkisen"),
    ("Bergströms pojke filmar mig", "PERSON", "Bergströms"),
    ("my client aisha tags me", "PERSON", "aisha"),
    ("Toivolle 82 v opetettiin Skype", "PERSON", "Toivolle"),
    ("hetu 010190-123A vuoti", "HETU", "010190-123A"),
    ("tunnus 010115Y 921M näkyi", "HETU", "010115Y 921M"),
    ("soita 040 123 4567", "PHONE", "040 123 4567"),
    ("maili on aino.k(at)posti.fi", "EMAIL", "aino.k(at)posti.fi"),
    ("maili on aino piste k ät posti piste fi", "EMAIL", "aino piste k ät posti piste fi"),
    ("asuu Kotikatu 5 A 12", "ADDRESS", "Kotikatu 5 A 12"),
    ("se on @liiskuli99 instassa", "HANDLE", "@liiskuli99"),
    ("https://www.instagram.com/liisku/ seuraa", "URL", "https://www.instagram.com/liisku/"),
    ("tili FI21 1234 5600 0007 85 näkyi", "IBAN", "FI21 1234 5600 0007 85"),
    ("auto ABC-123 pihassa", "PLATE", "ABC-123"),
    ("asiakas s. 3.4.1975 uhkailee", "DOB", "3.4.1975"),
    ("asiakasnumero 445566 näkyi", "CASE_ID", "445566"),
]
PASSED = [
    "Toivo paremmasta elää", "rauhaa ei saa", "onni onnettomuudessa", "Virta loppui", "Lahti tiedottaa",
    "mäki on jyrkkä",
    "Aino vaihtoehto on vaieta", "lempi leiskuu", "ilo irti", "usko pois", "meri on tyyni", "sade piiskaa",
    "Tuuli yltyi",
    "Talentia, Kela ja HUS ovat Instagramissa", "Lahdessa ja Salossa tiedotetaan", "laki 621/1999 ja 25 § momentti",
    "soita 112 tai 116117", "katso https://www.talentia.fi/ohjeet", "kokous on 12.4.2025 klo 9.30", "Asiakas X kysyi",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), SEEN)
def test_notices(text: str, kind: str, value: str) -> None:
    """Each kind of identifier is found where it stands, and whole."""
    assert [(span.type, text[span.start : span.end]) for span in scan(text)] == [(kind, value)]


@pytest.mark.parametrize("text", PASSED)
def test_lets_pass(text: str) -> None:
    """Words that are also names, places, organisations, laws and service numbers are nobody."""
    assert scan(text) == []


def test_counts_characters_as_given() -> None:
    """Offsets are those of the text as it was typed, with decomposed letters and invisible signs."""
    text = "a\u0308iti ja \u200bJen\u200bnalle viesti"
    assert [text[span.start : span.end] for span in scan(text)] == ["Jen\u200bnalle"]


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Laitoin viestin Jennalle eilen", "Laitoin viestin [nimi] eilen"),
        ("Jag svarade Birgitta Sundqvist i går", "Jag svarade [namn] i går"),
        ("I saw Kevin's mother there", "I saw [name]'s mother there"),
    ],
)
def test_redacts_in_the_language_of_the_text(text: str, redacted: str) -> None:
    """A placeholder is a word of the message's own language."""
    assert redact(text, scan(text)) == redacted


def test_is_surer_of_some() -> None:
    """A checked code is certain, a rare word in small letters only likely."""
    assert [span.certainty for span in scan("hetu 010190-123A, kertoi jenni")] == ["certain", "likely"]


def test_a_placeholder_is_nobody() -> None:
    """What an identifier was replaced by is not one."""
    assert scan("Asiakkaan nimi on [nimi], [henkilötunnus] ja [puhelinnumero]") == []


def test_spans_do_not_overlap() -> None:
    """A stronger kind keeps its place and the weaker gets what is left."""
    found = scan("jenna.virtanen@posti.fi on Jenna Virtanen")
    assert [span.type for span in found] == ["EMAIL", "PERSON"]


def test_span_is_a_value() -> None:
    """Two spans of the same place are the same."""
    assert Span("PERSON", 0, 5, "likely") == Span("PERSON", 0, 5, "likely")


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("14-vuotias ADHD-poika Kaustisella, tapaaminen 3.5.", True),
        ("Rehtorin tytär, 15 v, Puolangalla", True),
        ("15-vuotias poika pyysi kaveriksi", False),
        ("Helsingissä 15-vuotias pyysi kaveriksi", False),
    ],
)
def test_adds_small_things_up(text: str, several: bool) -> None:
    """Three kinds of indirect details together are worth a hint, fewer are not."""
    assert indirect(text) is several

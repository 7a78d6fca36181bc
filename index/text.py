"""Make any text a person can send safe and comparable for the encoder and the n-grams."""

import re
import unicodedata

LONGEST = 4096
"""Characters of a message that are read; the rest is cut before anything looks at it."""

_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOTHING = re.compile(rf"\A[\s\x00-\x1f\x7f-\x9f\ud800-\udfff{_INVISIBLE}]+")
"""What may stand before the first word, however long: it must not use up the characters that are read."""
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return `text` in NFKC, without surrogates, NUL, control or invisible characters, in single spaces.

    At most `LONGEST` characters come back. NFKC comes first in the encoder's own normaliser too; doing it here keeps
    characters that expand (U+FDFA becomes 18) from growing a text after the cap. A space at the cap goes too: what is
    clean stays as it is.
    """
    seen = _CONTROL.sub(" ", _UNSEEN.sub("", _NOTHING.sub("", text)[:LONGEST]))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", seen)).strip()[:LONGEST].rstrip()

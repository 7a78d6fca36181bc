"""One form for words that differ only in case, accents or punctuation."""

import re
import unicodedata

from index.text import clean

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def folded(text: str) -> str:
    """Return `text` in lower case, without diacritics ("pyyntö" is "pyynto") and punctuation, in single spaces."""
    decomposed = unicodedata.normalize("NFD", clean(text).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", plain).strip()

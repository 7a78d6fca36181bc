"""One form for words that differ only in case, accents or punctuation."""

import re
import unicodedata

from index.text import LONGEST, clean

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def folded(text: str) -> str:
    """Return `text` in lower case, without diacritics ("pyyntö" is "pyynto") and punctuation, in single spaces.

    At most `LONGEST` characters come back: "ß" becomes two by folding and "한" three.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", plain).strip()[:LONGEST].rstrip()

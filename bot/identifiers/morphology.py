"""What a real morphological analyser adds to the lists, when the machine has one. The lists alone are the default."""

from typing import Any, Protocol

from bot.identifiers.reading import Reading

_FIRST, _LAST, _PLACE = "etunimi", "sukunimi", "paikannimi"
_ENDINGS = {
    "omanto": "n", "osanto": "a", "sisaolento": "ssa", "sisaeronto": "sta", "sisatulento": "Vn", "ulkoolento": "lla",
    "ulkoeronto": "lta", "ulkotulento": "lle",
}  # fmt: skip


class Morphology(Protocol):
    """Knows of which words a form could be."""

    def reading(self, word: str) -> Reading:
        """Return what `word` may be; an unknown word has an empty reading."""
        ...


class NoMorphology:
    """The default: the lists already say what can be said."""

    def reading(self, word: str) -> Reading:  # noqa: ARG002 - the protocol asks for it
        """Return nothing."""
        return Reading()


class Voikko:
    """Finnish morphology by libvoikko, an optional system package; its vocabulary is GPL, so it is not shipped."""

    def __init__(self, handle: Any) -> None:
        """Take an opened `libvoikko.Voikko`."""
        self._handle = handle

    @classmethod
    def find(cls) -> Morphology:
        """Open Voikko where its library and its Finnish vocabulary are installed, else return the default."""
        try:
            import libvoikko

            # Its __del__ reads what a failed __init__ never set, and would complain on stderr.
            libvoikko.Voikko._Voikko__handle = None  # noqa: SLF001
            return cls(libvoikko.Voikko("fi"))
        except (ImportError, OSError, AttributeError, RuntimeError):
            return NoMorphology()
        except Exception as error:  # the binding has its own exception class, which exists only with the binding
            if type(error).__name__ != "VoikkoException":
                raise
            return NoMorphology()

    def reading(self, word: str) -> Reading:
        """Return what Voikko knows of `word`, with its case as the ending."""
        analyses = self._handle.analyze(word)
        classes = {each.get("CLASS") for each in analyses}
        named: dict[str, str] = next((each for each in analyses if each.get("CLASS") in (_FIRST, _LAST)), {})
        return Reading(
            first=_FIRST in classes,
            last=_LAST in classes,
            ending=_ENDINGS.get(named.get("SIJAMUOTO", ""), ""),
            word=bool(classes - {_FIRST, _LAST, _PLACE, "nimi", None}),
            place=_PLACE in classes,
        )

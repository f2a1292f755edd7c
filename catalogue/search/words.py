"""Text of any script, folded into the words that are indexed and asked for.

Accents, case and vowel marks go; Chinese, Japanese and Korean runs, which have no
spaces, become pairs of characters; Arabic words lose the article and the endings that
change with number, after the light10 stemmer of Larkey, Ballesteros and Connell.
"""

import re
import unicodedata

LONGEST_TEXT = 20_000
WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]+"
)
ARABIC = re.compile(r"[\u0621-\u064a]")
ARABIC_FOLDS = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ٱ": "ا"})
ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "ال", "لل", "و")
ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
LATIN_FOLDS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)

# Languages whose stemmer PostgreSQL brings; Arabic is folded here instead.
STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def fold(text: str) -> str:
    """The text without accents, case and vowel marks."""
    if text.isascii():
        return text[:LONGEST_TEXT].replace("\0", "").casefold()
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST_TEXT])
    plain = "".join(c for c in decomposed if _stays(c))
    return plain.casefold().translate(ARABIC_FOLDS).translate(LATIN_FOLDS)


def _stays(character: str) -> bool:
    """Accents go, and what no text in the database can hold."""
    is_text = character != "\0" and not "\ud800" <= character <= "\udfff"
    return is_text and not unicodedata.combining(character)


def words(text: str) -> list[str]:
    """The words of a text as they are indexed, in their order."""
    found: list[str] = []
    for word in WORD.findall(fold(text)):
        start = 0
        for run in UNSPACED.finditer(word):
            found += _word(word[start : run.start()])
            found += _pairs(run.group())
            start = run.end()
        found += _word(word[start:])
    return found


def plain(text: str) -> str:
    """The words of a text as one string, for an index without language."""
    return " ".join(words(text))


def stemmer(language: str) -> str | None:
    """PostgreSQL's text search configuration for a language, where it has one."""
    return STEMMERS.get(language.split("-")[0].lower())


def _word(word: str) -> list[str]:
    """The word as it is indexed; PostgreSQL sees none in fractions and the like."""
    if word.isascii():
        return [word] if word else []
    if all(unicodedata.category(character) == "No" for character in word):
        return []
    return [_light_arabic(word) if ARABIC.search(word) else word]


def _pairs(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _light_arabic(word: str) -> str:
    for prefix in ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for suffix in ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
    return word

"""Names over scripts and spellings."""

import re
import unicodedata

from anyascii import anyascii

# Sounds that Latin spellings of Russian and Hindi names write in several ways; longest first.
SOUNDS = [
    ("shch", "s"),
    ("tsch", "s"),
    ("sch", "s"),
    ("dzh", "j"),
    ("sh", "s"),
    ("kh", "k"),
    ("gh", "g"),
    ("ch", "c"),
    ("jh", "j"),
    ("zh", "j"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("bh", "v"),
    ("lh", "l"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("b", "v"),
    ("z", "j"),
]
HARD_C = re.compile("c(?![heiy])")
VOWELS = re.compile("[aeiouy]+")
# Devanagari leaves the vowel a unwritten between consonants, and writes nasals as one dot.
UNWRITTEN = re.compile("([क-ह]़?)(?=[अ-हंःँ])")
NASAL_BEFORE_H, NASAL = re.compile("[ंँ](?=ह)"), re.compile("[ंँ](?![पफबभम])")
LONGEST = 64  # letters of a word by which it is found


def roman(text: str) -> str:
    """Return a text in small plain Latin letters, whatever its script.

    ``roman("जयशंकर") == "jayasankar"``, ``roman("Хрущёв") == "khrushchev"``.
    """
    text = unicodedata.normalize("NFKC", text)
    text = NASAL.sub("n", NASAL_BEFORE_H.sub("ng", UNWRITTEN.sub(r"\1अ", text)))
    return anyascii(text).lower().replace("'", "")


def words_in(text: str) -> list[str]:
    """Return the words of a text in small plain Latin letters and digits."""
    return [word[:LONGEST] for word in re.findall("[a-z0-9]+", roman(text))]


def sound(word: str) -> str:
    """Return how a word of plain letters sounds: its consonants in capitals, and its vowels.

    Where there are three consonants only the first vowel counts; with fewer all do:
    ``sound("putin") == sound("poutine") == "PTNu"``, ``sound("modi") == "MDui"``. Nothing for
    figures and for words that are too short to tell.
    """
    if len(word) < 4 or not word.isalpha():
        return ""
    consonants = _consonants(word).upper()
    vowels = [_vowel(group) for group in VOWELS.findall(word)]
    heard = "".join(vowels if len(consonants) < 3 else vowels[:1])
    return heard + consonants if VOWELS.match(word) else consonants + heard


def skeleton(word: str) -> str:
    """Return the consonants of a word in capitals, all but the first in the alphabet's order.

    It forgives wrong vowels and letters that changed places: ``skeleton("larvov") ==
    skeleton("lavrov") == "LRVV"``. Nothing for figures and for fewer than three consonants.
    """
    heard = re.sub(r"(.)\1+", r"\1", _heard(word))
    consonants = VOWELS.sub("", heard)
    if len(consonants) < 3 or not word.isalpha():
        return ""
    leading = "A" if VOWELS.match(heard) else ""
    return (leading + consonants[0] + "".join(sorted(consonants[1:]))).upper()


def fold(*names: str) -> str:
    """Return the search key of some spellings: ASCII consonants, one word a sound, no doubles.

    ``fold("Путин") == fold("Putin") == "ptn"``. A word without consonants keeps its vowels;
    names without any Latin sound stay as they are, in small letters.
    """
    keys = (_consonants(word) for name in names for word in re.findall("[a-z0-9]+", roman(name)))
    return " ".join(list(dict.fromkeys(keys)) or " ".join(names).casefold().split())


def code_of(typed: str) -> str:
    """Return a code as it is kept, from an address in either case; no database takes a NUL."""
    return typed.upper().replace("\0", "")


def _heard(word: str) -> str:
    word = HARD_C.sub("k", word)
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return word


def _consonants(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", VOWELS.sub("", _heard(word)) or word)


def _vowel(group: str) -> str:
    """Return the class of a group of vowels: a, i (also e, ai) or u (also o, au)."""
    group = re.sub("^[iy]+(?=[aeou])", "", group)
    if group.startswith("a"):
        return {"i": "i", "y": "i", "u": "u"}.get(group[1:2], "a")
    return "u" if group[0] in "ou" else "i"

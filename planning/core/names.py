"""Names over scripts and spellings."""

import re

from anyascii import anyascii

# Sounds that Latin spellings of Russian and Hindi names write in several ways; longest first.
SOUNDS = [
    ("shch", "s"),
    ("tsch", "s"),
    ("sch", "s"),
    ("sh", "s"),
    ("kh", "k"),
    ("gh", "g"),
    ("ch", "c"),
    ("jh", "j"),
    ("zh", "j"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("bh", "b"),
    ("ck", "k"),
    ("q", "k"),
    ("w", "v"),
    ("z", "j"),
]


def fold(*names: str) -> str:
    """Return the search key of some spellings: ASCII consonants, one word a sound, no doubles.

    ``fold("Путин") == fold("Putin") == "ptn"``. A word without consonants keeps its vowels;
    names without any Latin sound stay as they are, in small letters.
    """
    words: list[str] = []
    for name in names:
        for word in re.findall(r"[a-z0-9]+", anyascii(name).lower().replace("'", "")):
            key = word
            for written, sound in SOUNDS:
                key = key.replace(written, sound)
            key = re.sub(r"[aeiouy]", "", key) or word
            key = re.sub(r"(.)\1+", r"\1", key)
            if key not in words:
                words.append(key)
    return " ".join(words or " ".join(names).casefold().split())


def code_of(typed: str) -> str:
    """Return a code as it is kept, from an address in either case; no database takes a NUL."""
    return typed.upper().replace("\0", "")

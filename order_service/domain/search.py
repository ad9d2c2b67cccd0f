"""Search as people type: without accents or capitals, and Greek in Latin letters. As `web/shared/src/search.ts`."""

import unicodedata
from functools import lru_cache

GREEK = (
    *(("ου", "u"), ("αι", "e"), ("ει", "i"), ("οι", "i"), ("υι", "i"), ("αυ", "av"), ("ευ", "ev")),
    *(("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "g")),
    *(("α", "a"), ("β", "v"), ("γ", "g"), ("δ", "d"), ("ε", "e"), ("ζ", "z"), ("η", "i"), ("ι", "i"), ("κ", "k")),
    *(("λ", "l"), ("μ", "m"), ("ν", "n"), ("ξ", "ks"), ("ο", "o"), ("π", "p"), ("ρ", "r"), ("σ", "s"), ("τ", "t")),
    *(("υ", "i"), ("φ", "f"), ("χ", "h"), ("ψ", "ps"), ("ω", "o")),
)
"""How Greek sounds, in one Latin letter each; pairs first. θ stays itself, for it has no Latin letter."""

GREEKLISH = (
    *(("th", "θ"), ("8", "θ"), ("ch", "h"), ("ph", "f"), ("3", "ks"), ("ou", "u"), ("ai", "e"), ("ei", "i")),
    *(("oi", "i"), ("au", "av"), ("eu", "ev"), ("ay", "av"), ("ey", "ev"), ("mp", "b"), ("nt", "d"), ("gk", "g")),
    *(("gg", "g"), ("y", "i"), ("w", "o"), ("c", "k"), ("q", "k")),
)
"""How people write Greek with a Latin keyboard."""

EITHER = {"x": ("ks", "h"), "h": ("h", "i"), "u": ("u", "i"), "b": ("b", "v")}
"""Letters that stand for two Greek ones: x is ξ or χ, h is η or χ, u is ου or υ, b is μπ or β."""

MOST_READINGS = 32


def fold(text: str) -> str:
    """Small letters without accents, final ς as σ: `Μουσακάς` -> `μουσακασ`."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return bare.lower().replace("ς", "σ")


def matches(query: str, *texts: str) -> bool:
    """Does any of the texts contain the query, whatever its accents, capitals, final ς or alphabet?"""
    wanted = query.strip()
    if not wanted:
        return True
    folded, meant = fold(wanted), readings(wanted)
    return any(folded in fold(text) or any(one in sound(text) for one in meant) for text in texts)


@lru_cache(4096)
def sound(text: str) -> str:
    """How a name sounds, in Latin letters."""
    return _spell(_spell(fold(text), GREEKLISH), GREEK).replace("x", "ks")


def readings(query: str) -> tuple[str, ...]:
    """Every way a query may have been meant, as sounds; at most MOST_READINGS."""
    found = [""]
    for letter in _spell(_spell(fold(query), GREEKLISH), GREEK):
        found = [start + end for start in found for end in EITHER.get(letter, (letter,))][:MOST_READINGS]
    return tuple(found)


def _spell(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for written, heard in pairs:
        text = text.replace(written, heard)
    return text

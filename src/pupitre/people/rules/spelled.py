"""Days and years written in words, as « douze mars mille neuf cent cinquante et un »."""

import re

_VALUES = {
    word: value
    for value, words in {
        1: "un premier", 2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 9: "neuf",
        10: "dix", 11: "onze", 12: "douze", 13: "treize", 14: "quatorze", 15: "quinze", 16: "seize", 20: "vingt vingts",
        30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 70: "septante", 80: "octante huitante",
        90: "nonante",
    }.items()
    for word in words.split()
}  # fmt: skip
_GAP = r"[\s\u2010-\u2015\-]{1,3}+"
_WORD = f"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))}|cents?)"
_MORE = rf"(?:{_GAP}(?:et{_GAP})?{_WORD}\b)"
DAY = rf"\b{_WORD}\b{_MORE}{{0,2}}"
YEAR = rf"\b(?:mille?|deux{_GAP}mille|dix{_GAP}neuf{_GAP}cents?)\b{_MORE}{{0,6}}"


def value_of(text: str) -> int:
    """The number that words say: « dix-neuf cent quatre-vingt-onze » is 1991."""
    thousands = rest = 0
    for word in re.split(_GAP, text.lower()):
        if word in {"mil", "mille"}:
            thousands, rest = max(rest, 1) * 1000, 0
        elif word in {"cent", "cents"}:
            rest = max(rest, 1) * 100
        elif word in {"vingt", "vingts"} and rest % 10 == 4 and rest % 100 < 20:
            rest += 76  # quatre-vingts
        else:
            rest += _VALUES.get(word, 0)
    return thousands + rest

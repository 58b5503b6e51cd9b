"""French public holidays, computed for any year.

Sources: Code du travail L3133-1 (eleven days), L3134-13 (Alsace-Moselle), L3422-2 and décret
83-1003 of 23 November 1983 as amended (abolition of slavery, by territory).
"""

from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

_FIXED = (
    (1, 1, "1er janvier"),
    (5, 1, "1er mai"),
    (5, 8, "8 mai"),
    (7, 14, "14 juillet"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "11 novembre"),
    (12, 25, "Noël"),
)
_EASTER = ((1, "lundi de Pâques"), (39, "Ascension"), (50, "lundi de Pentecôte"))
_ABOLITION = "abolition de l’esclavage"
_LOCAL = {
    "metropole": (),
    "alsace-moselle": ((12, 26, "Saint-Étienne"),),
    "guadeloupe": ((5, 27, _ABOLITION),),
    "martinique": ((5, 22, _ABOLITION),),
    "guyane": ((6, 10, _ABOLITION),),
    "reunion": ((12, 20, _ABOLITION),),
    "mayotte": ((4, 27, _ABOLITION),),
    "saint-barthelemy": ((10, 9, _ABOLITION),),
    "saint-martin": ((5, 28, _ABOLITION),),
}
TERRITORIES = tuple(_LOCAL)


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, leap_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon_shift + 15) % 30
    quarter, quarter_rest = divmod(rest, 4)
    weekday = (32 + 2 * leap_rest + 2 * quarter - epact - quarter_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=512)
def public_holidays(year: int, territory: str = "metropole") -> MappingProxyType[date, str]:
    """Every public holiday of the year → its French name, in the order of the year.

    When two fall on one day both names are given (Ascension and 8 mai in 2081, for instance).
    Raises KeyError for a territory that is not in TERRITORIES.
    """
    found = [(date(year, month, day), name) for month, day, name in (*_FIXED, *_LOCAL[territory])]
    easter = easter_sunday(year)
    found += [(easter + timedelta(days=shift), name) for shift, name in _EASTER]
    if territory == "alsace-moselle":
        found.append((easter - timedelta(days=2), "Vendredi saint"))
    named: dict[date, str] = {}
    for day, name in sorted(found):
        named[day] = f"{named[day]} et {name}" if day in named else name
    return MappingProxyType(named)

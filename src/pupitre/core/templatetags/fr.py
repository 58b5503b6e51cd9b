"""French formats for templates; an absent value is written as nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import template
from django.template import TemplateSyntaxError

from pupitre.core import french

register = template.Library()


def _or_nothing(write: Callable[[Any], str]) -> Callable[[Any], str]:
    def written(value: Any) -> str:
        return "" if value is None or value == "" else write(value)

    return written


FORMATS: dict[str, Callable[[Any], str]] = {
    "eur": french.euros,
    "eur0": french.whole_euros,
    "nombre": french.number,
    "pourcent": french.percent,
    "jour": french.long_day,
    "jour_court": french.short_day,
    "jour_num": french.numeric_day,
    "heure": french.clock,
    "duree": french.duration,
    "de": lambda name: french.of(str(name)),
    "taille": french.file_size,
}
for _name, _write in FORMATS.items():
    register.filter(_name, _or_nothing(_write))


@register.filter
def depuis(value: date | None, today: date) -> str:
    """`{{ due|depuis:today }}` → « dans 3 jours »."""
    return "" if value is None else french.distance(value, today)


@register.filter
def echeance(value: date | None, today: date) -> str:
    """`{{ due|echeance:today }}` → « depuis 3 jours », « demain », « 27 nov. »."""
    return "" if value is None else french.due_words(value, today)


@register.filter
def compte(value: int, words: str) -> str:
    """`{{ 2|compte:"réunion,réunions" }}` → « 2 réunions »."""
    singular, _, plural = words.partition(",")
    if not plural:
        raise TemplateSyntaxError("compte attend « singulier,pluriel ».")
    return french.counted(value, singular, plural)

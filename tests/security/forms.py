"""The forms that a page shows, read as a browser reads them, and the ways to fill them wrongly."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin

from lxml import html

FORM = "application/x-www-form-urlencoded"
WRONG = (
    "", " ", "x", "-1", "0", "1e999", "NaN", "9" * 4000, "-" + "9" * 30, str(2**63), "1.5", "1,5", "٣", "31/02/2026", "0001-01-01", "9999-12-31", "2026-13-45",
    "25:61", "a\0b", "\u202eabc", "🩺" * 40, "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "\r\n\r\n", "é" * 300, "<script>hit(1)</script>",
    "' OR 1=1 --", "%00", "../../etc/passwd", "{{7*7}}", "[]", "{}", "null", "true", "=1+1", "a" * 100_000,
)  # fmt: skip
USUAL = {
    "siret": "", "siren": "", "finess": "", "phone": "", "rpps": "", "adeli": "", "am_number": "", "bic": "", "until": "", "ends_on": "", "closed_on": "",
    "ended_on": "", "reply_to": "", "iban": "FR7630006000011234567890189", "postcode": "35000", "year": "2026", "closes": "18:00", "day": "2026-12-08", "at": "18:30",
    "days": "08/12/2026", "hours": "12h30", "closes_on": "2026-12-01", "minutes": "60", "starts_on": "2026-12-01",
}  # fmt: skip
"""What somebody would write in a field of that name."""
FORGED = ("id", "pk", "centre", "centre_id", "user", "user_id", "is_active", "role", "locked", "state", "by", "demo", "__class__", "objects", "_state")  # fmt: skip


@dataclass
class Sent:
    """A form as it stands in a page: where it goes, and what an unchanged sending says."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)
    firsts: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    options: dict[str, list[str]] = field(default_factory=dict)

    def body(self, **changed: str) -> str:
        """Return the encoded form with some fields changed."""
        pairs = [
            (name, one)
            for name, given in self.values.items()
            if name not in changed
            for one in given
        ]
        return urlencode([*pairs, *changed.items()], errors="replace")

    def filled(self) -> str:
        """Return the encoded form as somebody would fill it: choices made, texts written, numbers left out."""
        changed = {}
        for name, given in self.values.items():
            usual = USUAL.get(name.rpartition("-")[2])
            if given == [""] and name in self.firsts:
                changed[name] = self.firsts[name]
            elif usual is not None and given in (["1"], ["3"], ["\n"], ["2026-11-20"], ["10:00"]):
                changed[name] = usual
            elif given == ["\n"]:
                changed[name] = "Texte d’essai"
        return self.body(**changed)


def forms_of(path: str, content: bytes) -> Iterator[Sent]:
    """Yield the forms of a page that are posted."""
    for node in html.fromstring(content.decode() or "<p>").iter("form"):
        if (node.get("method") or "").lower() == "post":
            form = Sent(urljoin(path, node.get("action") or path))
            for one in node.iter("input", "select", "textarea", "button"):
                if (
                    one.get("name")
                    and one.get("type") != "file"
                    and one.get("name") != "csrfmiddlewaretoken"
                ):
                    _take(form, one)
            yield form


def _take(form: Sent, one: Any) -> None:
    name, kind = one.get("name"), (one.get("type") or "").lower()
    held = form.values.setdefault(name, [])
    if not (one.get("value") or one.text or one.get("required") is not None):
        form.optional.add(name)
    form.kinds[name] = one.get("inputmode") or kind or ("text" if one.tag == "input" else one.tag)
    if one.tag == "select":
        form.choices.add(name)
        chosen = [
            option.get("value", "")
            for option in one.iter("option")
            if option.get("selected") is not None
        ]
        filled = [option.get("value", "") for option in one.iter("option") if option.get("value")]
        held.extend(chosen or filled[:1])
        form.firsts.update((name, one) for one in filled[:1])
        form.options[name] = filled
    elif one.tag == "textarea":
        held.append(one.text or "texte")
    elif kind in {"checkbox", "radio"}:
        form.choices.add(name)
        if one.get("checked") is not None or not held:
            held[:] = [one.get("value", "on")]
    else:
        if kind == "hidden":
            form.choices.add(name)
        held.append(
            one.get("value")
            or {"date": "2026-11-20", "number": "3", "time": "10:00", "email": "a@b.example"}.get(
                kind, "1"
            )
        )


def wrong_ways(form: Sent, foreign: list[int], rng: random.Random) -> Iterator[str]:
    """Yield bodies: as it stands, extra fields, repeated ones, each field wrong in several ways, keys of the other centre."""
    yield form.body()
    yield form.body(**{name: "7" for name in FORGED if name not in form.values})
    yield form.body() + "&" + form.body()
    yield ""
    for name in form.values:
        yield form.body(**{name: rng.choice(WRONG[:-1])})
        yield form.body(**{name: rng.choice(WRONG)})
        yield urlencode([(name, "1"), (name, "2")]) + "&" + form.body()
        if name in form.choices:
            yield form.body(**{name: str(rng.choice(foreign))})
            yield form.body(**{name: rng.choice(("999999999", str(2**63), "-1", "x"))})

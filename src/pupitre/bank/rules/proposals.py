"""Rules that learn: what a line probably is, from its words, its amount and what was chosen before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.core.dates import MONTHS
from pupitre.core.french import short_day
from pupitre.people.rules.names import fold

BASE, PER_WORD, MOST_WORDS = 45, 5, 20
SAME_AMOUNT, NEAR_AMOUNT, PER_USE, MOST_USES, PER_MISS, HIGHEST = 15, 8, 3, 12, 12, 92
KEPT_WORDS = 6
NEAR = 0.5
"""Share of common words from which two labels speak of the same thing."""
_JARGON = (
    "vir virement virements sepa inst instantane recu emis prlv prel prelevement prelevements cb carte paiement "
    "achat achats facture fact echeance ech mandat ref reference numero num no eur euro euros de du des la le les l d "
    "et a au aux en par pour sur web internet motif id ics rum msp sisa monsieur madame mme mr m date"
)
_EMPTY = frozenset(_JARGON.split()) | frozenset(fold(month) for month in MONTHS)


@dataclass(frozen=True, slots=True)
class Line:
    """What a proposal looks at: the meaningful words, and the cents (money in is positive)."""

    words: frozenset[str]
    cents: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line was said to be, by keys: account of the books, heading, person, project."""

    account: int
    heading: int | None = None
    person: int | None = None
    project: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """All of `words` in a label mean `outcome`; `cents` are those of the last time."""

    key: int
    words: frozenset[str]
    money_in: bool
    outcome: Outcome
    uses: int = 1
    misses: int = 0
    cents: int | None = None
    last_on: date | None = None
    last_label: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that speaks of a line, how sure it is (1 to 92), and why, as the screen says it."""

    rule: Rule
    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a choice teaches: the rule to strengthen (0 for a new one) with its words, and those that were wrong."""

    rule: int
    words: frozenset[str]
    wrong: tuple[int, ...] = ()


def words_of(*texts: str) -> frozenset[str]:
    """Return the words that tell a payer or a payee: no figures, no dates, no banking jargon."""
    words = fold(" ".join(texts)).split()
    return frozenset(
        word
        for word in words
        if len(word) > 1 and word not in _EMPTY and not any(sign.isdigit() for sign in word)
    )


def score(rule: Rule, line: Line) -> int:
    """Return how sure a rule is of a line, 0 when it does not speak of it."""
    if not rule.words or not rule.words <= line.words or rule.money_in != (line.cents > 0):
        return 0
    words = min(MOST_WORDS, PER_WORD * len(rule.words))
    uses = min(MOST_USES, PER_USE * rule.uses)
    found = BASE + words + uses + _amount_bonus(rule.cents, line.cents) - PER_MISS * rule.misses
    return max(1, min(HIGHEST, found))


def _amount_bonus(known: int | None, cents: int) -> int:
    if known is None:
        return 0
    if known == cents:
        return SAME_AMOUNT
    return NEAR_AMOUNT if abs(known - cents) * 10 <= abs(known) else 0


def propose(rules: Iterable[Rule], line: Line, today: date | None = None) -> list[Proposal]:
    """Return the rules that speak of a line, surest first, then the latest used; one per outcome."""
    scored = [(score(rule, line), rule.last_on or date.min, -rule.key, rule) for rule in rules]
    found: dict[Outcome, Proposal] = {}
    for points, _, _, rule in sorted((one for one in scored if one[0]), key=_rank):
        found.setdefault(rule.outcome, Proposal(rule, points, _reason(rule, today)))
    return list(found.values())


def _rank(one: tuple[int, date, int, Rule]) -> tuple[int, int, int]:
    return -one[0], -one[1].toordinal(), -one[2]


def _reason(rule: Rule, today: date | None) -> str:
    if rule.last_on is None:
        return f"règle : {' '.join(sorted(rule.words))}"
    return f"comme le {short_day(rule.last_on, today)} : {rule.last_label}"


def taught(rules: Sequence[Rule], line: Line, outcome: Outcome) -> Lesson | None:
    """Return what choosing `outcome` for a line teaches, None when the label says nothing.

    A rule that already said so is strengthened; one with the same outcome and half of the words in
    common is widened to the common words; else a new rule is learned. The rule that would have been
    proposed instead loses some of its weight.
    """
    if not line.words:
        return None
    proposed = propose(rules, line)
    right = next((one.rule for one in proposed if one.rule.outcome == outcome), None)
    wrong = tuple(one.rule.key for one in proposed[:1] if one.rule.outcome != outcome)
    if right is not None:
        return Lesson(right.key, right.words, wrong)
    for rule in rules:
        common = rule.words & line.words
        alike = len(common) >= NEAR * len(rule.words | line.words)
        if rule.outcome == outcome and rule.money_in == (line.cents > 0) and common and alike:
            return Lesson(rule.key, common, wrong)
    return Lesson(0, frozenset(sorted(line.words, key=_telling)[:KEPT_WORDS]), wrong)


def _telling(word: str) -> tuple[int, str]:
    """Long words tell more."""
    return -len(word), word

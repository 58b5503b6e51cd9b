"""What the trade needs to know of a profession; the list is `data/professions.yaml`."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pupitre.people.rules.names import fold


class Family(StrEnum):
    """The families that the ACI diversity indicator distinguishes (avenant 1, A1-04)."""

    GENERAL_PRACTITIONER = "medecin_generaliste"
    MEDICAL = "medical"
    PARAMEDICAL = "paramedical"
    OTHER = "autre"


@dataclass(frozen=True, slots=True)
class Profession:
    """A profession: `code` of TRE_G15 (empty outside the directory), words for a man and a woman.

    `skills` narrows a code: general practitioners are the doctors with one of these savoir-faire.
    """

    key: str
    code: str
    label: str
    feminine: str
    family: Family
    synonyms: tuple[str, ...] = ()
    skills: frozenset[str] = frozenset()

    def label_for(self, civility: str) -> str:
        """The word for this person: feminine for « Mme », else the general word."""
        return self.feminine if civility == "MME" else self.label


def profession_coded(
    code: str, skills: frozenset[str], professions: Iterable[Profession]
) -> Profession | None:
    """The profession of a directory line; the one that asks for one of these skills comes first."""
    same_code = [profession for profession in professions if code and profession.code == code]
    fitting = [p for p in same_code if not p.skills or p.skills & skills]
    return max(fitting, key=lambda p: len(p.skills), default=None)


def profession_named(text: str, professions: Iterable[Profession]) -> Profession | None:
    """The profession that these words, this key or this code mean, if one does."""
    sought = fold(text)
    for profession in professions:
        code = "" if profession.skills else profession.code
        words = (profession.key, code, profession.label, profession.feminine)
        if sought in {fold(word) for word in (*words, *profession.synonyms) if word}:
            return profession
    return None

"""The proposed chart of accounts: what is opened for a kind of entity, and the words of each purpose."""

from collections.abc import Mapping
from dataclasses import dataclass

NUMBER_SHAPE = r"[1-8]\d{2}[0-9A-Z]{0,9}"
"""A number: three digits of the official chart, classes 1 to 8, then digits or capitals."""
PURPOSES: Mapping[str, str] = {
    "bank": "Banque",
    "supplier": "Dettes envers les fournisseurs",
    "purchase": "Achats courants",
    "indemnity_associate": "Indemnités des associés",
    "indemnity_third_party": "Indemnités des non-associés",
    "payable_associate": "Sommes dues aux associés",
    "payable_third_party": "Sommes dues aux non-associés",
    "aci_income": "Recettes de l’ACI",
    "aci_receivable": "ACI à recevoir",
    "aci_advance": "ACI reçue d’avance",
    "rent_income": "Loyers refacturés",
    "charge_income": "Charges refacturées",
    "tenant": "Sommes dues par les occupants",
    "rent_paid": "Loyers payés",
    "transfer": "Virements internes",
    "other_entity": "Comptes avec les autres structures de la MSP",
    "waiting": "Compte d’attente",
    "result_profit": "Résultat de l’exercice, excédent",
    "result_loss": "Résultat de l’exercice, perte",
}
"""What the rest of Pupitre asks an account for."""


@dataclass(frozen=True)
class ProposedAccount:
    """An account to open, and the code of the budget heading proposed for its lines."""

    number: str
    label: str
    heading: str = ""


@dataclass(frozen=True)
class ProposedJournal:
    """A journal to open; `kind` is one of the model's."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True)
class ProposedHeading:
    """A heading of the budget to open; `direction` is expense or income."""

    code: str
    label: str
    direction: str


@dataclass(frozen=True)
class KindChart:
    """What one kind of entity adds to the common part."""

    accounts: tuple[ProposedAccount, ...]
    purposes: Mapping[str, str]
    doubts: Mapping[str, str]


@dataclass(frozen=True)
class Charts:
    """The data file: common part, and the additions of each kind of entity."""

    title: str
    valid_from: str
    source: str
    journals: tuple[ProposedJournal, ...]
    headings: tuple[ProposedHeading, ...]
    accounts: tuple[ProposedAccount, ...]
    purposes: Mapping[str, str]
    doubts: Mapping[str, str]
    kinds: Mapping[str, KindChart]

    def accounts_of(self, kind: str) -> tuple[ProposedAccount, ...]:
        """Return what to open for a kind, in the order of the numbers."""
        both = (*self.accounts, *self.kinds[kind].accounts)
        return tuple(sorted(both, key=lambda account: account.number))

    def purposes_of(self, kind: str) -> dict[str, str]:
        """Return purpose → account number for a kind; the kind's own choice wins."""
        opened = {account.number for account in self.accounts_of(kind)}
        both = {**self.purposes, **self.kinds[kind].purposes}
        return {purpose: number for purpose, number in both.items() if number in opened}

    def doubt(self, kind: str, purpose: str) -> str:
        """Return the warning where the law does not settle the account, empty where it does."""
        return self.kinds[kind].doubts.get(purpose, self.doubts.get(purpose, ""))

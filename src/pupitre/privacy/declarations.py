"""The declarations of personal data: each app's `personal.yaml`, and the treatments and durations of this one."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

from pupitre.core.tenancy import CentreModel
from pupitre.core.typed_yaml import Reader
from pupitre.privacy.rules import Holding, Rule, Treatment

DATA = Path(__file__).parent / "data"


def _read(kind: type, file: Path) -> dict[str, Any]:
    """Read a file of named records; DataError says what is wrong and where."""
    shape: Any = Mapping[str, kind]  # type: ignore[valid-type]
    name = f"{file.parent.name}/{file.name}"
    return dict(Reader(name).load(shape, file.read_text(encoding="utf-8")))


@cache
def treatments() -> Mapping[str, Treatment]:
    return _read(Treatment, DATA / "treatments.yaml")


@cache
def rules() -> Mapping[str, Rule]:
    """The durations of 2026; a centre may choose others above what the law asks."""
    return _read(Rule, DATA / "retention_2026-11.yaml")


@cache
def holdings() -> Mapping[str, Holding]:
    """What every table holds about people, by model label, in the order of the apps."""
    found: dict[str, Holding] = {}
    for config in apps.get_app_configs():
        file = Path(config.path) / "personal.yaml"
        if config.name.startswith("pupitre.") and file.exists():
            found |= _read(Holding, file)
    return found


@cache
def tenant_holdings() -> list[tuple[type[CentreModel], Holding]]:
    """The tables of a centre that hold something about people."""
    pairs = [(apps.get_model(label), holding) for label, holding in holdings().items()]
    return [
        (model, holding)
        for model, holding in pairs
        if holding.treatment and issubclass(model, CentreModel)
    ]

from pupitre.meetings.rules.facilitation import Technique, suitable


def sheet(key: str, **values: object) -> Technique:
    fields: dict[str, object] = {
        "key": key,
        "title": key,
        "purpose": "",
        "when": "",
        "meeting_types": ("équipe",),
        "maturity": 1,
        "group": (3, 12),
        "minutes": (10, 20),
        "material": "",
        "steps": (),
        "traps": (),
        "remote": "",
    }
    return Technique(**{**fields, **values})  # type: ignore[arg-type]


def test_sheets_fit_the_team_the_time_and_the_meeting() -> None:
    sheets = [
        sheet("long", minutes=(60, 90)),
        sheet("mûr", maturity=3),
        sheet("foule", group=(15, 60)),
        sheet("autre", meeting_types=("rcp",)),
        sheet("simple"),
        sheet("avancé", maturity=2),
    ]
    found = suitable(sheets, kind="équipe", maturity=2, people=8, minutes=30)
    assert [sheet.key for sheet in found] == ["avancé", "simple", "autre"]

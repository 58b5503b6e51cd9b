"""The reference lists of every centre."""

from pupitre.centres.reference import load_themes


def test_the_themes_are_marked_as_not_verified() -> None:
    themes = load_themes()
    assert not themes.verified
    assert "à vérifier" in themes.source
    assert len({theme.key for theme in themes.themes}) == len(themes.themes) == 7

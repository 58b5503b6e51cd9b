"""The refusals of the books."""


class BooksError(ValueError):
    """An act that the books refuse; its text is one French sentence that says what to change."""


class ImmutableEntryError(BooksError):
    """Somebody tried to change a validated entry."""

    def __init__(self) -> None:
        super().__init__(
            "Une écriture validée ne se modifie plus : contre-passez-la, puis saisissez la bonne."
        )

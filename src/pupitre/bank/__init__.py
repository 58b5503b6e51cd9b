"""Banque: statements, what each line is, and how the bank and the books agree."""

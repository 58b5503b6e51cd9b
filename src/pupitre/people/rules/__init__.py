"""Persons, decided without a database: numbers, directory, pasted lists, patient identity."""

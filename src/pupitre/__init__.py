"""Pupitre: the coordination desk of a French maison de santé pluriprofessionnelle."""

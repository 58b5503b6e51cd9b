"""A centre that leaves, arrives or comes back: its whole content in one archive that is readable without Pupitre."""

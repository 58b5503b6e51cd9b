"""Backups: one file that holds the database, the files and the keys, checked before anything of it is used."""

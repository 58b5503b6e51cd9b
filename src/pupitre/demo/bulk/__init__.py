"""Fictitious centres by the thousand: a few made by the services, the others copied from them row by row."""

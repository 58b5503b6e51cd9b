"""Fictitious centres: a demonstration to try, and data at any scale to measure."""

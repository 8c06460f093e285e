"""Secrets that are known beforehand, what is done with them, and the search for them where they do not belong."""

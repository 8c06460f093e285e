"""Somebody with the rights of the database's owner, and a book for them to change."""

"""Suppliers of gift cards: their catalogues, read into ours."""

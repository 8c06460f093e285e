"""The ground: database, clock, money, errors. It knows no business word."""

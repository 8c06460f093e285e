"""A partner's tills: the cashier's page, what was taken, terminals with their keys."""

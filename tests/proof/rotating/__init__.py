"""A shop whose keys are rotated while its members look at their cards."""

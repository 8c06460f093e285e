"""What an operator fears, tried for real: each drill ends with the shop as it was, and nothing lost."""

"""Vitrina: members exchange points for gift cards and rewards; partners are paid; nothing is lost on the way."""

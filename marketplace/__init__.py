"""Vitrina: members exchange loyalty points for partner gift cards and services."""

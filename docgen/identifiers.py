"""Identifiers of organisations, people and accounts: shape and check digits."""

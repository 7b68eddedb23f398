"""Checks: rules across cells and rows, one function each; ``rules.check_all`` runs them."""

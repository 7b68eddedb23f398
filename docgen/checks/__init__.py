"""Checks: rules across cells and rows, one function each."""

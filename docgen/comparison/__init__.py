"""Comparison: what differs between Word files, as values, as tracked changes, as a merge.

Knows Word files and nothing of records or of the register. Texts are read as they stand with
every tracked change accepted; comments are passed over.
"""

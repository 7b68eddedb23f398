"""Tests of the comparison of Word files."""

"""Workbooks: xlsx in, records out; the blank workbook for the clerk."""

"""The sample spoiled in every way that an office knows; each way is a row of data."""

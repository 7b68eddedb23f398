"""The passport of a paper: who it is and whether it is still as docgen wrote it."""

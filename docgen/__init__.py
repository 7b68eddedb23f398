"""docgen: a clerk's spreadsheets in, the official papers of a school network out."""

__version__ = "0.1.0"

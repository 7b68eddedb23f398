"""Commands; the only room that prints, reads the clock and exits."""

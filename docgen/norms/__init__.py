"""Values set by law, with their dates: acts, terms, layout figures."""

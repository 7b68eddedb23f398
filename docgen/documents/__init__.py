"""Documents: records into the contexts of papers; which papers there are."""

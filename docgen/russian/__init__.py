"""Russian: cases, agreement, numbers, dates, typography."""

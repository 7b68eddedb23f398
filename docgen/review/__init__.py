"""Review: what came back in a Word file, and the page on which the office looks at its papers.

Knows Word files and HTML; neither the register nor rows. Files come in opened, the page goes
out as text.
"""

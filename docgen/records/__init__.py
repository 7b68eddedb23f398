"""Records: typed rows of the workbooks. Each knows the cells it came from."""

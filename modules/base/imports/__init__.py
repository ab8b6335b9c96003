"""What files of customers need besides the form: heads, cells, mending, many at once (U5)."""

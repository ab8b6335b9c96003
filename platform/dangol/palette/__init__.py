"""The command palette: one box for going anywhere and doing anything (U3, A6)."""

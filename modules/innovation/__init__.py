"""Innovation tasks: what is to become better, how far it is, what came of it (A37, R70, R71)."""

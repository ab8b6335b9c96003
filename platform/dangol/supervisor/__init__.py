"""`dangol up`: one process that starts all others, shows their logs, and stops them (X1)."""

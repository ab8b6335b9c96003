"""Benchmarks: ours beside a named peer or the physical limit, in the same run.

Each module of this folder is a program that prints one JSON object a line, with `name`, `ours`,
`unit`, and `peer` or `limit` where there is one; `python -m tests.bench` runs all and keeps them.
"""

"""Commands of the base module."""

import click


@click.command()
def demo() -> None:
    """x"""

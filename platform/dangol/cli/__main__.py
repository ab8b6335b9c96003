"""`python -m dangol.cli` is `dangol`."""

from dangol.cli.program import main

main()

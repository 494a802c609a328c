"""`python -m policybook`: the command line."""

from policybook.cli import main

main(prog_name="policybook")

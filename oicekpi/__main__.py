"""`python -m oicekpi` is the same as `oicekpi`."""

from oicekpi.cli.app import main

main()

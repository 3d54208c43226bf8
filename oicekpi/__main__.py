"""`python -m oicekpi` is the same as `oicekpi`."""

from oicekpi.cli.app import main

if __name__ == "__main__":
    main()

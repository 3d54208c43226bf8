"""The command line: one verb a file. Only here are the clock, the environment and the terminal."""

"""oicekpi: where an office's plan stands, from YAML files in git."""

__version__ = "0.1.0"

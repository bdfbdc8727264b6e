"""What is allowed in policy text but probably not what was meant: rules, their configuration, allowances and fixes."""

from pingan.linting.checked import Checked, checked
from pingan.linting.configuration import Configuration
from pingan.linting.reading import configuration_file, read_configuration
from pingan.linting.running import lint

__all__ = ["Checked", "Configuration", "checked", "configuration_file", "lint", "read_configuration"]

"""The version this code is."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("simple-pos")
except PackageNotFoundError:  # run from a checkout that was not installed
    VERSION = "0.0.0+checkout"

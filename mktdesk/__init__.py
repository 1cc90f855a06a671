"""The desk without a screen: everything the business office can do, with no Qt."""

__version__ = "0.1.0"

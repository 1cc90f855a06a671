"""What comes in from outside: a returned Word form, read in a limited process."""

from mktdesk.exchange.sheet import ReadField, Unread
from mktdesk.exchange.word_reader import ReadForm, read_one_of, read_word_form

__all__ = ["ReadField", "ReadForm", "Unread", "read_one_of", "read_word_form"]

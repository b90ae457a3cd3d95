"""The course of a measure from its approval to its end: tables first, rules beside them."""

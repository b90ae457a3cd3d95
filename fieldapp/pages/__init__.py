"""What the pages of the office show: plain dicts of words, made from documents by pure functions.

Nothing here asks the time, reads a store or knows a request; `today` and `now` come in as arguments.
"""

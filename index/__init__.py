"""Search: tokens, the query language, the `SearchEngine` port and its engines."""

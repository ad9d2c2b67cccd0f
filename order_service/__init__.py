"""The rules of the restaurant and its book."""

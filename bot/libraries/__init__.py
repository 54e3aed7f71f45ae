"""Imports of libraries as far as they are used here. docs/libraries.md says where their inside is touched."""

"""The same extract over many files. A module per engine; each gives its results in input order."""

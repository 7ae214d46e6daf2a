"""XLSX: one workbook with a sheet for each table, and one that explains the columns."""

from reportmine.export.xlsx.reading import read
from reportmine.export.xlsx.writing import Volume

__all__ = ["Volume", "read"]

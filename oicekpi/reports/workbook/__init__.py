"""The parts of the Excel workbook of `report`; `formats/xlsx.py` puts them together."""

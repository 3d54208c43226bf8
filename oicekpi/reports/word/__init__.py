"""The parts of the Word document of `report`; `formats/docx.py` puts them together."""

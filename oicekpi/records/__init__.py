"""What happened: the records, their six kinds, and the dated files that hold them."""

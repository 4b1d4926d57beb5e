"""Files of parallel text: TSV, JSON lines, Moses, TMX and Parquet; XLIFF and PO are read only."""

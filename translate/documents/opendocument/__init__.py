"""OpenDocument files (ISO/IEC 26300-1): texts, presentations and spreadsheets."""

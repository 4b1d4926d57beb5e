"""Documents: files whose text is translated unit by unit while everything else stays byte for byte."""

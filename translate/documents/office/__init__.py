"""The formats of Office: Word, PowerPoint and Excel files (ECMA-376)."""

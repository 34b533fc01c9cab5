"""What a paper is written of: texts, measures, attachments."""

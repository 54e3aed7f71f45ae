"""For whoever runs it: the doctor and the audit."""

"""An outcome as a document to read, print and file: what must be done, by when, why, and what is open."""

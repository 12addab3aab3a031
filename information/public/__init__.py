"""The pages that everybody may read. None asks who the reader is, and none is about anybody."""

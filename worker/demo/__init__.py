"""A small newsroom on loopback, so that alerts can be seen to arrive without any account or internet."""

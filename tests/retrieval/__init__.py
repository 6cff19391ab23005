"""The room `retrieval`, tested room by room as it is built: the same folders, and here what needs all of them."""

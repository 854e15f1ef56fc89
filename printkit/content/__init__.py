"""A cleared plan in words: templates, widgets and the pictures beside them."""

"""The organisation: departments, and the roles and deputyships that were granted to persons."""

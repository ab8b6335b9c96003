"""Reading customers out of files: encoding, columns, rows (U5). Writing is `services.imports`."""

"""What a company lends: an example of a module, a folder that is dropped into `modules/`."""

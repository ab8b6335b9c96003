"""What changes campaigns and their projects: the only code of this module that writes."""

"""What triggers of this layer can do. Each object is a `dangol.about_triggers.Deed`."""

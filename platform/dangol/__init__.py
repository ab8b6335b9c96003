"""The shell of Dangol. It knows no business: everything it shows is declared by the layers above."""

"""The shell of Dangol. It knows no business: what it shows is declared by the layers above."""

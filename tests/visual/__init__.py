"""How screens look: pictures beside kept ones, with a tolerance."""

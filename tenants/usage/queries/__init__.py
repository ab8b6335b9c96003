"""Reading which screens are used."""

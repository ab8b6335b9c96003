"""Writing notes and pinning lines."""

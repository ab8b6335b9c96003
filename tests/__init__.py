"""What belongs to no module: architecture, access, isolation, journeys, faults."""

"""Calendar (일정) and to-dos (할일): what a day holds for people, departments, the company."""

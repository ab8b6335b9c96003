"""PostgreSQL 18 and Redis from Python wheels, run below DANGOL_HOME: one machine, no set-up (X1).

Nothing here needs Django. `dangol up` and the tests use the same functions:

    url = postgres.start(home)             # a server of its own, reached by a Unix socket
    url = postgres.start(home, durable=False)   # throwaway data for a test run
    postgres.stop(home)

and the same of `redis`. Both servers end when the process that started them ends, however it ends.
"""

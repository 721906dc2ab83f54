"""The questions of benches/team.rs, asked of DuckDB over the same rows: python3 benches/team_in_duckdb.py FILE

Reads the lines of the log out of the book, puts them into a DuckDB table, and times what a scorecard counts: one rep's
quarter, and the year of the whole team, by each grouping. Best of three, on one thread and on all. Needs the duckdb
package; nothing else in the project does.
"""
import csv
import os
import sqlite3
import sys
import tempfile
import time

import duckdb

COUNTS = """count(*), sum(connected), sum(said and verdict = 1), sum(said and verdict = 2), sum(said and verdict = 3),
    sum(unprompted), sum(not said and verdict = 1), sum(connected and live), sum(ready), avg(fresh)"""
GROUPINGS = ["rep", "kind", "scope", "template", "campaign", "hour", "minutes"]


def load(book, folder):
    """The lines of the log as a table of their own."""
    rows = sqlite3.connect(f"file:{book}?mode=ro", uri=True).execute(
        """SELECT rep, day, score & 1, score >> 1 & 1, score >> 2 & 1, score >> 3 & 3, score >> 5 & 1, score >> 6 & 1,
            (score >> 7) / 60, kind, scope, template, coalesce(campaign, 0), hour, fresh
        FROM call_line WHERE deleted = 0 AND head = 1"""
    )
    file = os.path.join(folder, "lines.csv")
    with open(file, "w", newline="") as out:
        csv.writer(out).writerows(rows)
    base = duckdb.connect(os.path.join(folder, "lines.duckdb"))
    base.execute(
        """CREATE TABLE line AS SELECT rep, day, connected = 1 AS connected, live = 1 AS live, said = 1 AS said, verdict,
            ready = 1 AS ready, unprompted = 1 AS unprompted, minutes, kind, scope, template, campaign, hour, fresh
        FROM read_csv(?, header = false, names = ['rep', 'day', 'connected', 'live', 'said', 'verdict', 'ready',
            'unprompted', 'minutes', 'kind', 'scope', 'template', 'campaign', 'hour', 'fresh'])""",
        [file],
    )
    return base


def ask(base, where, values):
    """Seconds for every grouping of the lines, best of three."""
    best = None
    for _ in range(3):
        start = time.perf_counter()
        for grouping in [None, *GROUPINGS]:
            by = f"SELECT {grouping}, {COUNTS} FROM line WHERE {where} GROUP BY 1" if grouping else f"SELECT {COUNTS} FROM line WHERE {where}"
            base.execute(by, values).fetchall()
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    return best


def main():
    if len(sys.argv) != 2:
        sys.exit("which book? python3 benches/team_in_duckdb.py FILE")
    with tempfile.TemporaryDirectory() as folder:
        base = load(sys.argv[1], folder)
        last, n, reps = base.execute("SELECT max(day), count(*), count(DISTINCT rep) FROM line").fetchone()
        print(f"DuckDB {duckdb.__version__}: {n} calls of {reps} reps")
        rep = base.execute("SELECT rep FROM line GROUP BY rep ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
        for threads in (1, os.cpu_count()):
            base.execute(f"SET threads = {threads}")
            quarter = ask(base, "rep = ? AND day > ?", [rep, last - 90])
            everything = ask(base, "rep = ?", [rep])
            year = ask(base, "day > ?", [last - 365])
            print(f"{threads} thread(s): one rep's quarter {quarter * 1e3:.0f} ms, all of one rep {everything * 1e3:.0f} ms, the team's year {year * 1e3:.0f} ms")


if __name__ == "__main__":
    main()

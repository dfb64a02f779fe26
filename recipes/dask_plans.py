"""A table of plans to tables of files and findings, with Dask: python dask_plans.py PLANS OUT [SCHEDULER]."""

from __future__ import annotations

import sys
from pathlib import Path

import findings
import pyarrow as pa
import pyarrow.parquet as pq
from dask.distributed import Client, LocalCluster
from findings import FILES, FINDINGS, PLANS, check, findings_of


def check_part(source: str, target: str) -> None:
    """Check one part. Done twice, as after the loss of a worker, it writes the same again."""
    rows = list(check(pq.read_table(source, schema=PLANS).to_pylist()))
    name = Path(source).name
    pq.write_table(pa.Table.from_pylist(rows, schema=FILES), f"{target}/files/{name}")
    found = [finding for row in rows for finding in findings_of(row)]
    pq.write_table(pa.Table.from_pylist(found, schema=FINDINGS), f"{target}/findings/{name}")


def run(client: Client, source: Path, target: Path) -> None:
    """Check the parts of `source`, each once; `_SUCCESS` says that all were, as it does with Spark."""
    tables = [target / "files", target / "findings"]
    for table in tables:
        table.mkdir(parents=True)
    client.upload_file(findings.__file__)
    parts = sorted(str(part) for part in source.glob("*.parquet"))
    client.gather(client.map(check_part, parts, target=str(target), retries=2))
    for table in tables:
        (table / "_SUCCESS").touch()


if __name__ == "__main__":
    plans, out, *scheduler = sys.argv[1:]
    if scheduler:
        with Client(scheduler[0]) as client:
            run(client, Path(plans), Path(out))
    else:  # Python holds one processor at a time, so processes and no threads
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            run(client, Path(plans), Path(out))

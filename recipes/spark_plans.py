"""A table of plans to tables of files and findings, with Spark: spark-submit spark_plans.py PLANS OUT."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice

import findings
import pyarrow as pa
from findings import CHECKED, HEAD, check
from pyspark.sql import SparkSession
from pyspark.sql import functions as sql

ROWS = 500  # that go to Python and back at once


def check_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Check the plans of one partition."""
    rows = check(row for batch in batches for row in batch.to_pylist())
    while some := list(islice(rows, ROWS)):
        yield pa.RecordBatch.from_pylist(some, schema=CHECKED)


def run(spark: SparkSession, source: str, target: str) -> None:
    """Check every plan once; what was found is kept while the two tables are written."""
    spark.sparkContext.addPyFile(findings.__file__)
    schema = spark.createDataFrame(CHECKED.empty_table()).schema
    partitions = 4 * spark.sparkContext.defaultParallelism  # small enough that no processor waits long for the last
    checked = (
        spark.read.parquet(source)
        .repartition(partitions, sql.coalesce("together", "path"))
        .sortWithinPartitions("together", "path")  # what is checked together is in one partition, side by side
        .mapInArrow(check_batches, schema)
        .persist()
    )
    checked.drop("findings").write.parquet(f"{target}/files")
    head = [name for name, _ in HEAD]
    checked.selectExpr("path AS file", *head, "inline(findings)").write.parquet(f"{target}/findings")


if __name__ == "__main__":
    session = SparkSession.builder.appName("galaplan").getOrCreate()
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS)
    run(session, *sys.argv[1:])
    session.stop()

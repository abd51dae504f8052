"""Sends one run (START, COMPLETE) of the job JOB with the real client, set up by the environment alone, as people do it."""
import datetime
import logging
import os
import sys

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import column_lineage_dataset, schema_dataset
from openlineage.client.uuid import generate_new_uuid


class Ear(logging.Handler):
    """The client only logs what goes wrong; here that ends the program."""

    heard = []

    def emit(self, record):
        self.heard.append(record.getMessage())


def schema(*names):
    return schema_dataset.SchemaDatasetFacet(fields=[schema_dataset.SchemaDatasetFacetFields(name=name, type="text") for name in names])


def from_field(name, transformation):
    return column_lineage_dataset.InputField(
        namespace="postgres://shop:5432",
        name="shop.public.customers",
        field=name,
        transformations=[column_lineage_dataset.Transformation(type="DIRECT", subtype=transformation)],
    )


def main():
    ear = Ear(logging.WARNING)
    logging.getLogger("openlineage").addHandler(ear)
    run = Run(runId=str(generate_new_uuid()))
    job = Job(namespace="clients", name=os.environ["JOB"])
    lineage = column_lineage_dataset.ColumnLineageDatasetFacet(
        fields={"email_hash": column_lineage_dataset.Fields(inputFields=[from_field("email", "TRANSFORMATION")])}
    )
    customers = InputDataset(namespace="postgres://shop:5432", name="shop.public.customers", facets={"schema": schema("email")})
    contacts = OutputDataset(
        namespace="postgres://shop:5432", name="shop.public.contacts", facets={"schema": schema("email_hash"), "columnLineage": lineage}
    )
    client = OpenLineageClient()
    for state in (RunState.START, RunState.COMPLETE):
        now = datetime.datetime.now(datetime.timezone.utc).isoformat()
        client.emit(RunEvent(eventType=state, eventTime=now, run=run, job=job, inputs=[customers], outputs=[contacts], producer="https://example.com/clients"))
    client.close()
    if ear.heard:
        sys.exit("\n".join(ear.heard))
    print(run.runId)


main()

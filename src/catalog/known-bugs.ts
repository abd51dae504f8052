/** Bugs of clients that a catalog shows, each with the version that has them no more. */
export interface KnownBug {
  /** As in src/openlineage/client.ts. */
  readonly client: string
  /** Null: in every version. */
  readonly fixedIn: string | null
  readonly says: string
}

/** From the release notes of OpenLineage and of apache-airflow-providers-openlineage. */
export const knownBugs: readonly KnownBug[] = [
  {
    client: 'airflow',
    fixedIn: '1.3.0',
    says: 'FAIL comes under another run id than START: failed tasks look open (apache/airflow 36051)',
  },
  { client: 'airflow', fixedIn: '1.10.0', says: 'the time of FAIL has no zone: it is read as UTC, wrong elsewhere (OpenLineage 2858)' },
  {
    client: 'openlineage-airflow',
    fixedIn: null,
    says: 'this package gave way to apache-airflow-providers-openlineage (Airflow 2.7 and later)',
  },
  { client: 'great expectations', fixedIn: '1.53.0', says: 'times have no zone: they are read as UTC, wrong elsewhere (OpenLineage 4846)' },
  { client: 'flink', fixedIn: '1.2.2', says: 'RUNNING goes on after a job has completed (OpenLineage 2075)' },
  { client: 'flink', fixedIn: '1.50.0', says: 'a cancelled job is sent as FAIL or OTHER instead of ABORT (OpenLineage 4614)' },
  {
    client: 'spark',
    fixedIn: '1.1.0',
    says: 'JDBC datasets are not named as the specification says: they meet no one else’s (OpenLineage 2035)',
  },
  { client: 'spark', fixedIn: '1.2.2', says: 'datasets on paths are named otherwise than by Flink (OpenLineage 2083)' },
]

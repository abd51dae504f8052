/** What went wrong in the demo's month. */

export type Failure = { readonly message: string; readonly stack: string; readonly language: string }
type Incident = {
  /** Job, as its tool calls it. */
  readonly job: string
  /** The window, in days before now. */
  readonly from: number
  readonly to: number
  /** How many tries fail before one passes. */
  readonly tries: number
  readonly failure: Failure | 'lost'
}

const RUNNER = '/opt/airflow/venv/lib/python3.12/site-packages/airflow/sdk/execution_time/task_runner.py'
const airflowStack = (inner: string): string => `Traceback (most recent call last):
  File "${RUNNER}", line 1579, in _run_task_and_map_outcome
    result = _execute_task(context=context, ti=ti, log=log)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "${RUNNER}", line 2192, in _run_execute_callable
    result = ctx.run(execute, context=context)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
${inner}
`

const python = (message: string, inner: string): Failure => ({ message, stack: airflowStack(inner), language: 'python' })

const ratesDown = python(
  "HTTPSConnectionPool(host='rates.example', port=443): Read timed out. (read timeout=30)",
  `  File "/opt/airflow/dags/fx_rates.py", line 31, in download
    answer = requests.get(URL, timeout=30)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/opt/airflow/venv/lib/python3.12/site-packages/requests/adapters.py", line 690, in send
    raise ReadTimeout(e, request=request)
requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='rates.example', port=443): Read timed out. (read timeout=30)`,
)

const duplicateKey = python(
  'duplicate key value violates unique constraint "crm_segments_pkey"\nDETAIL:  Key (customer_id)=(40718) already exists.\n',
  `  File "/opt/airflow/venv/lib/python3.12/site-packages/airflow/providers/common/sql/operators/sql.py", line 308, in execute
    output = hook.run(
             ^^^^^^^^^
  File "/opt/airflow/venv/lib/python3.12/site-packages/airflow/providers/common/sql/hooks/sql.py", line 857, in _run_command
    cur.execute(sql_statement)
psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint "crm_segments_pkey"
DETAIL:  Key (customer_id)=(40718) already exists.`,
)

const shopDown = python(
  'connection to server at "shop-db.example" (10.20.4.11), port 5432 failed: FATAL:  the database system is in recovery mode\n',
  `  File "/opt/airflow/dags/ingest_shop.py", line 48, in extract
    with hook.get_conn() as connection:
         ^^^^^^^^^^^^^^^
  File "/opt/airflow/venv/lib/python3.12/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: connection to server at "shop-db.example" (10.20.4.11), port 5432 failed: FATAL:  the database system is in recovery mode`,
)

const executorLost: Failure = {
  message: 'Job aborted due to stage failure: Task 117 in stage 9.0 failed 4 times',
  stack: `org.apache.spark.SparkException: Job aborted due to stage failure: Task 117 in stage 9.0 failed 4 times, most recent failure: Lost task 117.3 in stage 9.0 (TID 1408) (10.20.8.31 executor 6): ExecutorLostFailure (executor 6 exited caused by one of the running tasks) Reason: Container from a bad node: container_1769_0042_01_000007 on host: worker-3.example. Exit status: 143. Killed by external signal
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2898)
\tat org.apache.spark.scheduler.DAGScheduler.$anonfun$abortStage$2(DAGScheduler.scala:2834)
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2833)
\tat org.apache.spark.scheduler.DAGScheduler.$anonfun$handleTaskSetFailed$1(DAGScheduler.scala:1253)
\tat org.apache.spark.scheduler.DAGSchedulerEventProcessLoop.onReceive(DAGScheduler.scala:3024)
\tat org.apache.spark.util.EventLoop$$anon$1.run(EventLoop.scala:49)
`,
  language: 'java',
}

const columnGone: Failure = {
  message: `Database Error in model stg_orders (models/staging/stg_orders.sql)
  column raw.coupon_code does not exist
  LINE 14:     raw.coupon_code
               ^
  compiled code at target/run/shop/models/staging/stg_orders.sql`,
  stack: `Traceback (most recent call last):
  File "/opt/dbt/venv/lib/python3.12/site-packages/dbt/adapters/postgres/connections.py", line 65, in exception_handler
    yield
  File "/opt/dbt/venv/lib/python3.12/site-packages/dbt/adapters/sql/connections.py", line 161, in add_query
    _execute_query_with_retry(
  File "/opt/dbt/venv/lib/python3.12/site-packages/dbt/adapters/sql/connections.py", line 134, in _execute_query_with_retry
    cursor.execute(sql, bindings)
psycopg2.errors.UndefinedColumn: column raw.coupon_code does not exist
LINE 14:     raw.coupon_code
             ^
`,
  language: 'sql',
}

const testFailed: Failure = { message: 'Got 12 results, configured to fail if != 0', stack: '', language: 'sql' }

const INCIDENTS: readonly Incident[] = [
  { job: 'exports_daily.crm_segments', from: 1.15, to: -1, tries: 9, failure: duplicateKey },
  { job: 'fx_rates.download', from: 6.1, to: 5, tries: 1, failure: ratesDown },
  { job: 'fx_rates.download', from: 22.1, to: 20, tries: 9, failure: ratesDown },
  { job: 'ingest_shop.extract_payments', from: 11.4, to: 11, tries: 2, failure: shopDown },
  { job: 'ingest_shop.extract_orders', from: 11.4, to: 11, tries: 1, failure: shopDown },
  { job: 'exports_daily.stock_alerts', from: 3.1, to: 2.1, tries: 9, failure: 'lost' },
  {
    job: 'clickstream_sessions.execute_insert_into_hadoop_fs_relation_command.silver_sessions',
    from: 4.2,
    to: 3.1,
    tries: 1,
    failure: executorLost,
  },
  {
    job: 'clickstream_sessions.execute_insert_into_hadoop_fs_relation_command.silver_sessions',
    from: 19.2,
    to: 18.1,
    tries: 9,
    failure: executorLost,
  },
  { job: 'model.shop.stg_orders', from: 9, to: 8, tries: 9, failure: columnGone },
  { job: 'test.shop.unique_fct_orders_order_id.3b1d7f0a52', from: 14.1, to: 13.1, tries: 9, failure: testFailed },
  { job: 'test.shop.not_null_dim_customers_country_code.9cfe20417b', from: 2.2, to: 1.1, tries: 9, failure: testFailed },
]

/** How this try of a job ends: null well. `attempt` counts from 1. */
export function failureOf(job: string, daysAgo: number, attempt: number): Failure | 'lost' | null {
  return (
    INCIDENTS.find((incident) => incident.job === job && daysAgo <= incident.from && daysAgo > incident.to && attempt <= incident.tries)
      ?.failure ?? null
  )
}

/** The jobs of the demo: what Airflow schedules, and the Spark applications that run by themselves. */
import { must } from '../lib/assert.ts'
import type { Dag } from './airflow.ts'
import type { Estate } from './facets.ts'
import { exportTables, models } from './models.ts'
import type { App } from './spark.ts'
import { selectFor } from './sql.ts'
import type { Table } from './table.ts'
import { lowerTables } from './warehouse.ts'

const tables = new Map<string, Table>(
  [...lowerTables(), ...models.map((model) => model.table), ...exportTables()].map((table) => [table.key, table]),
)

/** Finds a table of the estate by its key. */
export const estate: Estate = (key) => must(tables.get(key), `a table of the demo: ${key}`)

const app = (name: string, seconds: number, writes: readonly string[]): App => ({ name, owner: 'data-platform', seconds, writes })
const silver = {
  orders: app('orders_silver', 110, ['silver.orders', 'silver.order_items', 'silver.shipments']),
  customers: app('customers_silver', 95, ['silver.customers']),
  payments: app('payments_silver', 48, ['silver.payments', 'silver.returns']),
  products: app('products_silver', 36, ['silver.products']),
  clicks: app('clickstream_sessions', 240, ['silver.sessions', 'silver.page_views_daily']),
  warehouse: app('warehouse_load', 32, [
    'raw.orders',
    'raw.order_items',
    'raw.shipments',
    'raw.customers',
    'raw.payments',
    'raw.returns',
    'raw.products',
    'raw.stock',
    'raw.sessions',
    'raw.page_views_daily',
    'raw.campaigns',
  ]),
}
export const inventory = app('inventory_snapshot', 42, ['silver.stock'])
export const clicksStream = app('clicks_stream', 0, ['lake.clicks'])

const insert = (key: string): string => `INSERT INTO ${estate(key).name.replace('shop.', '')}\n${selectFor(estate, estate(key), 0)}`
const spark = (id: string, of: App, after: readonly string[] = []) => ({
  id,
  operator: 'SparkSubmitOperator',
  seconds: 0,
  retries: 1,
  after,
  starts: { app: of },
})
const export_ = (name: string, seconds: number, after: readonly string[] = []) => ({
  id: name,
  operator: 'SQLExecuteQueryOperator',
  seconds,
  after,
  writes: [`exports.${name}`],
  columns: true,
  sql: insert(`exports.${name}`),
})

const EXTRACT = `def extract(table: str) -> None:
    """Lands a table of the shop's database in the lake as it is."""
    hook = PostgresHook("shop_db")
    with hook.get_conn() as connection:
        frame = pandas.read_sql(f"select * from public.{table}", connection)
    frame.to_parquet(f"s3://shop-lake/raw/{table}/")
`
const extract = (id: string, seconds: number, names: readonly string[]) => ({
  id,
  operator: 'PythonOperator',
  seconds,
  retries: 2,
  doc: `Lands ${names.join(' and ')} in the lake`,
  source: { language: 'python', code: EXTRACT },
  reads: names.map((name) => `shop.${name}`),
  writes: names.map((name) => `lake.${name}`),
})

export const dags: Record<'ingest' | 'rates' | 'lakehouse' | 'dbt' | 'exports' | 'marketing', Dag> = {
  ingest: {
    id: 'ingest_shop',
    description: 'Lands the shop database in the lake',
    cron: '0 1,13 * * *',
    owners: ['data-platform'],
    tags: ['ingest', 'tier-1'],
    doc: '# ingest_shop\n\nLands the tables of the **shop database** in `s3://shop-lake/raw`, unchanged, twice a day.\n\nOn call: data-platform.',
    tasks: [
      extract('extract_orders', 96, ['orders', 'order_items', 'shipments']),
      extract('extract_customers', 140, ['customers']),
      extract('extract_catalog', 410, ['products', 'stock']),
      extract('extract_payments', 74, ['payments', 'returns']),
      extract('extract_campaigns', 12, ['campaigns']),
    ],
  },
  rates: {
    id: 'fx_rates',
    description: 'Reference rates to the euro',
    cron: '30 0 * * *',
    owners: ['finance-data'],
    tags: ['finance'],
    doc: 'Downloads the reference rates of the day and loads them.',
    tasks: [
      {
        id: 'download',
        operator: 'PythonOperator',
        seconds: 6,
        retries: 2,
        writes: ['lake.fx_rates'],
        reads: [],
        source: {
          language: 'python',
          code: 'answer = requests.get(URL, timeout=30)\nanswer.raise_for_status()\nS3Hook().load_string(answer.text, KEY, BUCKET, replace=True)\n',
        },
      },
      {
        id: 'load',
        operator: 'SQLExecuteQueryOperator',
        seconds: 3,
        after: ['download'],
        reads: ['lake.fx_rates'],
        writes: ['raw.fx_rates'],
        sql: "SELECT aws_s3.table_import_from_s3('raw.fx_rates', '', '(format csv)', 'shop-lake', 'raw/fx_rates/eurofxref.csv', 'eu-central-1')",
      },
    ],
  },
  lakehouse: {
    id: 'lakehouse_daily',
    description: 'Silver layer, then the raw schema of the warehouse',
    cron: '0 2 * * *',
    owners: ['data-platform'],
    tags: ['lake', 'tier-1'],
    doc: '# lakehouse_daily\n\n| step | what |\n| --- | --- |\n| silver | Spark types and cleans what was landed |\n| load_warehouse | copies the silver layer to `shop.raw` |\n| check_orders | refuses a load without keys |',
    tasks: [
      spark('silver_orders', silver.orders),
      spark('silver_customers', silver.customers),
      spark('silver_payments', silver.payments),
      spark('silver_products', silver.products),
      spark('silver_clicks', silver.clicks),
      spark('load_warehouse', silver.warehouse, [
        'silver_orders',
        'silver_customers',
        'silver_payments',
        'silver_products',
        'silver_clicks',
      ]),
      {
        id: 'check_orders',
        operator: 'SQLColumnCheckOperator',
        seconds: 4,
        after: ['load_warehouse'],
        reads: ['raw.orders'],
        checks: ['order_id', 'customer_id'],
      },
    ],
  },
  dbt: {
    id: 'dbt_daily',
    description: 'Builds the dbt project',
    cron: '0 4 * * *',
    owners: ['analytics'],
    tags: ['dbt', 'tier-1'],
    doc: 'Builds and tests the **shop** dbt project, then tells the dashboards.',
    tasks: [
      {
        id: 'dbt_build',
        operator: 'BashOperator',
        seconds: 0,
        retries: 1,
        starts: 'dbt',
        source: { language: 'bash', code: 'cd /opt/dbt/shop && dbt-ol build --consume-structured-logs --target prod' },
      },
      { id: 'refresh_dashboards', operator: 'HttpOperator', seconds: 8, after: ['dbt_build'] },
    ],
  },
  exports: {
    id: 'exports_daily',
    description: 'What finance, CRM and logistics take from the marts',
    cron: '30 6 * * *',
    owners: ['finance-data', 'crm'],
    tags: ['export'],
    doc: '# exports_daily\n\nHands the marts over. **finance_daily_revenue** is what the board report reads.',
    tasks: [
      export_('finance_daily_revenue', 14),
      {
        id: 'unload_finance',
        operator: 'SqlToS3Operator',
        seconds: 9,
        after: ['finance_daily_revenue'],
        reads: ['exports.finance_daily_revenue'],
        writes: ['files.finance'],
      },
      export_('crm_segments', 31),
      {
        id: 'unload_crm',
        operator: 'SqlToS3Operator',
        seconds: 12,
        after: ['crm_segments'],
        reads: ['exports.crm_segments'],
        writes: ['files.crm'],
      },
      export_('stock_alerts', 11),
    ],
  },
  marketing: {
    id: 'marketing_weekly',
    description: 'Campaign attribution of the week',
    cron: '0 7 * * 1',
    owners: ['growth'],
    tags: ['marketing'],
    doc: 'Attributes visits and orders to campaigns, once a week.',
    tasks: [
      export_('campaign_attribution', 22),
      { id: 'send_report', operator: 'EmailOperator', seconds: 3, after: ['campaign_attribution'] },
    ],
  },
}

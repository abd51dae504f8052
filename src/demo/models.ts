/** The demo's dbt project and the tables that Airflow exports from it. */
import { exportSketches, martModels } from './marts.ts'
import { stagingModels } from './staging.ts'
import type { Layer, Sketch } from './staging.ts'
import { parseColumns } from './table.ts'
import type { Table } from './table.ts'
import { LAKE, WAREHOUSE } from './warehouse.ts'

export type Model = {
  readonly name: string
  readonly layer: Layer
  readonly materialized: 'view' | 'table' | 'incremental'
  readonly table: Table
  readonly tags: readonly string[]
}

const TIER_1 = new Set(['stg_orders', 'fct_orders', 'mart_daily_revenue'])

function model([name, sketch]: [string, Sketch]): Model {
  const { layer, materialized, rows, owner, description, text } = sketch
  const table: Table = {
    key: name,
    namespace: WAREHOUSE,
    name: `shop.${layer}.${name}`,
    symlink: null,
    format: 'table',
    description,
    owner,
    rows,
    ...parseColumns(text),
  }
  return { name, layer, materialized, table, tags: TIER_1.has(name) ? [layer, 'tier-1'] : [layer] }
}

export const models: readonly Model[] = Object.entries({ ...stagingModels, ...martModels }).map(model)

/** Tables and files that leave the warehouse. The files carry no columns: the operator that writes them names none. */
export function exportTables(): Table[] {
  const tables = Object.entries(exportSketches).map(([name, { rows, owner, text }]): Table => ({
    key: `exports.${name}`,
    namespace: WAREHOUSE,
    name: `shop.exports.${name}`,
    symlink: null,
    format: 'table',
    description: null,
    owner,
    rows,
    ...parseColumns(text),
  }))
  const file = (key: string, name: string): Table => ({
    key,
    namespace: LAKE,
    name,
    symlink: null,
    format: 'csv',
    description: null,
    owner: null,
    rows: 1460,
    fields: [],
    influences: [],
  })
  return [...tables, file('files.finance', 'exports/finance/daily_revenue.csv'), file('files.crm', 'exports/crm/segments.csv')]
}

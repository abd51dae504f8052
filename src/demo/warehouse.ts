/** The demo's shop database, lake and raw layer of the warehouse. */
import { must } from '../lib/assert.ts'
import { parseColumns } from './table.ts'
import type { DemoField, Table } from './table.ts'

export const SHOP_DB = 'postgres://shop-db.example:5432'
export const LAKE = 's3://shop-lake'
export const HIVE = 'hive://metastore.example:9083'
export const WAREHOUSE = 'postgres://warehouse.example:5432'
export const KAFKA = 'kafka://kafka.example:9092'

/** What the shop's own database holds; the lake lands it unchanged. */
const SHOP: Record<string, { rows: number; text: string }> = {
  orders: {
    rows: 4200,
    text: `
    order_id bigint -- Number of the order, never used twice
    customer_id bigint
    ordered_at timestamptz
    status text -- placed, paid, shipped, delivered, cancelled
    channel text -- web, app, store, marketplace
    currency text
    gross_amount numeric(12,2) -- What the customer saw, tax included
    discount_amount numeric(12,2)
    tax_amount numeric(12,2)
    shipping_amount numeric(12,2)
    @-9 coupon_code text -- Replaced by the promotions service`,
  },
  order_items: {
    rows: 11800,
    text: `
    order_item_id bigint
    order_id bigint
    product_id bigint
    quantity integer
    unit_price numeric(12,2)
    discount_amount numeric(12,2)`,
  },
  customers: {
    rows: 96000,
    text: `
    customer_id bigint
    email text -- Personal data
    first_name text -- Personal data
    last_name text -- Personal data
    country_code text
    newsletter boolean
    created_at timestamptz
    @+17 loyalty_tier text -- bronze, silver, gold`,
  },
  products: {
    rows: 5300,
    text: `
    product_id bigint
    sku text
    title text
    category text
    supplier_id bigint
    unit_cost numeric(12,2)
    @-13 weight_grams integer
    @+13 weight_grams double -- Scales report fractions since the move to the new hub
    active boolean`,
  },
  payments: {
    rows: 4350,
    text: `
    payment_id bigint
    order_id bigint
    method text
    amount numeric(12,2)
    status text
    paid_at timestamptz
    provider_reference text`,
  },
  returns: {
    rows: 310,
    text: `
    return_id bigint
    order_item_id bigint
    reason text
    refund_amount numeric(12,2)
    returned_at timestamptz`,
  },
  shipments: {
    rows: 3900,
    text: `
    shipment_id bigint
    order_id bigint
    carrier text
    shipped_at timestamptz
    delivered_at timestamptz`,
  },
  stock: {
    rows: 15800,
    text: `
    product_id bigint
    warehouse_code text
    on_hand integer
    reserved integer
    counted_at timestamptz`,
  },
  campaigns: {
    rows: 140,
    text: `
    campaign_id bigint
    name text
    channel text
    cost_amount numeric(12,2)
    starts_on date
    ends_on date`,
  },
}

const SILVER: Record<string, { rows: number; format: 'parquet' | 'iceberg'; description: string; text: string }> = {
  orders: {
    rows: 4180,
    format: 'parquet',
    description: 'Orders, typed, without test orders, one row each.',
    text: `
    order_id long = lake.orders.order_id
    customer_id long = lake.orders.customer_id
    ordered_at timestamp = lake.orders.ordered_at
    order_date date ~ lake.orders.ordered_at
    status string ~ lake.orders.status
    channel string = lake.orders.channel
    currency string = lake.orders.currency
    gross_amount decimal(12,2) = lake.orders.gross_amount
    discount_amount decimal(12,2) ~ lake.orders.discount_amount
    tax_amount decimal(12,2) = lake.orders.tax_amount
    shipping_amount decimal(12,2) = lake.orders.shipping_amount
    net_amount decimal(12,2) ~ lake.orders.gross_amount, lake.orders.discount_amount, lake.orders.tax_amount -- Gross less discount and tax
    @-9 coupon_code string = lake.orders.coupon_code
    ! FILTER lake.orders.status
    ! WINDOW lake.orders.order_id`,
  },
  order_items: {
    rows: 11750,
    format: 'parquet',
    description: 'Order lines with the line total.',
    text: `
    order_item_id long = lake.order_items.order_item_id
    order_id long = lake.order_items.order_id
    product_id long = lake.order_items.product_id
    quantity integer = lake.order_items.quantity
    unit_price decimal(12,2) = lake.order_items.unit_price
    line_total decimal(12,2) ~ lake.order_items.quantity, lake.order_items.unit_price, lake.order_items.discount_amount
    ! JOIN lake.orders.order_id
    ! JOIN lake.order_items.order_id`,
  },
  shipments: {
    rows: 3880,
    format: 'parquet',
    description: 'Shipments with their time on the way.',
    text: `
    shipment_id long = lake.shipments.shipment_id
    order_id long = lake.shipments.order_id
    carrier string ~ lake.shipments.carrier
    shipped_at timestamp = lake.shipments.shipped_at
    delivered_at timestamp = lake.shipments.delivered_at
    hours_on_the_way double ~ lake.shipments.shipped_at, lake.shipments.delivered_at`,
  },
  customers: {
    rows: 95600,
    format: 'iceberg',
    description: 'Customers without readable personal data.',
    text: `
    customer_id long = lake.customers.customer_id
    email_hash string # lake.customers.email -- sha2 of the lower-case address
    display_name string # lake.customers.first_name, lake.customers.last_name
    country_code string ~ lake.customers.country_code
    newsletter boolean = lake.customers.newsletter
    created_at timestamp = lake.customers.created_at
    @+17 loyalty_tier string = lake.customers.loyalty_tier
    ! FILTER lake.customers.email`,
  },
  payments: {
    rows: 4340,
    format: 'parquet',
    description: 'Settled and refused payments.',
    text: `
    payment_id long = lake.payments.payment_id
    order_id long = lake.payments.order_id
    method string ~ lake.payments.method
    amount decimal(12,2) = lake.payments.amount
    status string = lake.payments.status
    paid_at timestamp = lake.payments.paid_at`,
  },
  returns: {
    rows: 305,
    format: 'parquet',
    description: 'Returned order lines.',
    text: `
    return_id long = lake.returns.return_id
    order_item_id long = lake.returns.order_item_id
    reason string ~ lake.returns.reason
    refund_amount decimal(12,2) = lake.returns.refund_amount
    returned_at timestamp = lake.returns.returned_at`,
  },
  products: {
    rows: 5300,
    format: 'iceberg',
    description: 'The catalogue with the margin basis.',
    text: `
    product_id long = lake.products.product_id
    sku string = lake.products.sku
    title string ~ lake.products.title
    category string = lake.products.category
    supplier_id long = lake.products.supplier_id
    unit_cost decimal(12,2) = lake.products.unit_cost
    @-13 weight_grams integer = lake.products.weight_grams
    @+13 weight_grams double = lake.products.weight_grams
    active boolean = lake.products.active`,
  },
  stock: {
    rows: 15700,
    format: 'iceberg',
    description: 'Stock at each count, by warehouse.',
    text: `
    product_id long = lake.stock.product_id
    warehouse_code string = lake.stock.warehouse_code
    available integer ~ lake.stock.on_hand, lake.stock.reserved
    counted_at timestamp = lake.stock.counted_at`,
  },
  sessions: {
    rows: 38000,
    format: 'parquet',
    description: 'Visits, cut after 30 quiet minutes.',
    text: `
    session_id string ~ lake.clicks.visitor_id, lake.clicks.at
    customer_id long + lake.clicks.customer_id
    started_at timestamp + lake.clicks.at
    page_views long + lake.clicks.page
    campaign_id long + lake.clicks.campaign_id
    order_id long + lake.clicks.order_id
    ! GROUP_BY lake.clicks.visitor_id
    ! WINDOW lake.clicks.at`,
  },
  page_views_daily: {
    rows: 940,
    format: 'parquet',
    description: 'Views of each page and day.',
    text: `
    page string = lake.clicks.page
    day date ~ lake.clicks.at
    views long + lake.clicks.visitor_id
    visitors long + lake.clicks.visitor_id
    ! GROUP_BY lake.clicks.page`,
  },
}

const CLICKS = `
    visitor_id string
    customer_id long
    at timestamp
    page string
    referrer string
    campaign_id long
    order_id long`
const FX = `
    day date
    currency string
    rate_to_eur decimal(18,8)`

const toSpark = (type: string): string =>
  type.replace('numeric', 'decimal').replace('bigint', 'long').replace('text', 'string').replace('timestamptz', 'timestamp')

const PLAIN = { symlink: null, description: null, owner: null, influences: [] } as const

function shopTable(name: string, rows: number, text: string): Table {
  return {
    ...PLAIN,
    key: `shop.${name}`,
    namespace: SHOP_DB,
    name: `webshop.public.${name}`,
    format: 'table',
    rows,
    fields: parseColumns(text).fields,
  }
}

function lakeTable(name: string, rows: number, text: string): Table {
  const fields = parseColumns(text).fields.map((field) => ({ ...field, type: toSpark(field.type) }))
  return { ...PLAIN, key: `lake.${name}`, namespace: LAKE, name: `raw/${name}`, format: 'parquet', owner: 'data-platform', rows, fields }
}

function silverTable(name: string): Table {
  const { rows, format, description, text } = must(SILVER[name], `silver ${name}`)
  const symlink =
    format === 'iceberg' ? { namespace: `${LAKE}/warehouse`, name: `silver.${name}` } : { namespace: HIVE, name: `silver.${name}` }
  const path = format === 'iceberg' ? `warehouse/silver/${name}` : `silver/${name}`
  return {
    ...PLAIN,
    key: `silver.${name}`,
    namespace: LAKE,
    name: path,
    symlink,
    format,
    description,
    owner: 'data-platform',
    rows,
    ...parseColumns(text),
  }
}

/** Copied field by field out of the silver layer by JDBC, so it keeps its times of change. */
function rawTable(silver: Table): Table {
  const name = silver.key.replace('silver.', '')
  const copy = (field: DemoField): DemoField => ({ ...field, op: '=', from: [{ table: silver.key, field: field.name }] })
  return {
    ...PLAIN,
    key: `raw.${name}`,
    namespace: WAREHOUSE,
    name: `shop.raw.${name}`,
    format: 'table',
    owner: 'data-platform',
    rows: silver.rows,
    fields: silver.fields.map(copy),
  }
}

function clicks(): Table[] {
  const topic = {
    ...PLAIN,
    key: 'kafka.clicks',
    namespace: KAFKA,
    name: 'shop.clicks',
    format: 'topic' as const,
    rows: 210000,
    fields: parseColumns(CLICKS).fields,
  }
  const copy = (field: DemoField): DemoField => ({ ...field, from: [{ table: topic.key, field: field.name }] })
  return [topic, { ...lakeTable('clicks', 52000, CLICKS), fields: topic.fields.map(copy) }]
}

function rates(): Table[] {
  const feed: Table = { ...lakeTable('fx_rates', 31, FX), name: 'raw/fx_rates/eurofxref.csv', format: 'csv' }
  return [
    feed,
    {
      ...PLAIN,
      key: 'raw.fx_rates',
      namespace: WAREHOUSE,
      name: 'shop.raw.fx_rates',
      format: 'table',
      owner: 'finance-data',
      rows: 31,
      fields: parseColumns(FX).fields,
    },
  ]
}

/** Everything below the dbt project. */
export function lowerTables(): Table[] {
  const shop = Object.entries(SHOP).map(([name, { rows, text }]) => shopTable(name, rows, text))
  const lake = Object.entries(SHOP).map(([name, { rows, text }]) => lakeTable(name, rows, text))
  const silver = Object.keys(SILVER).map(silverTable)
  const campaigns = {
    ...PLAIN,
    key: 'raw.campaigns',
    namespace: WAREHOUSE,
    name: 'shop.raw.campaigns',
    format: 'table' as const,
    owner: 'data-platform',
    rows: 140,
  }
  const lakeCampaigns = must(
    lake.find((table) => table.key === 'lake.campaigns'),
    'campaigns are landed',
  )
  const campaignFields = lakeCampaigns.fields.map((field): DemoField => ({
    ...field,
    from: [{ table: 'lake.campaigns', field: field.name }],
  }))
  return [...shop, ...lake, ...clicks(), ...silver, ...silver.map(rawTable), { ...campaigns, fields: campaignFields }, ...rates()]
}

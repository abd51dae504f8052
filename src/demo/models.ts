/** The demo's dbt project and the tables that Airflow exports from it. */
import { parseColumns } from './table.ts'
import type { Table } from './table.ts'
import { LAKE, WAREHOUSE } from './warehouse.ts'

export type Layer = 'staging' | 'intermediate' | 'marts'
export type Model = {
  readonly name: string
  readonly layer: Layer
  readonly materialized: 'view' | 'table' | 'incremental'
  readonly table: Table
  readonly tags: readonly string[]
}

type Sketch = { layer: Layer; materialized: Model['materialized']; rows: number; owner: string; description: string; text: string }

/** In the order in which dbt runs them. */
const MODELS: Record<string, Sketch> = {
  stg_orders: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'analytics',
    description: 'Orders as the shop took them, one row each.',
    text: `
    order_id bigint = raw.orders.order_id -- Number of the order
    customer_id bigint = raw.orders.customer_id
    order_date date = raw.orders.order_date
    order_status text = raw.orders.status
    channel text = raw.orders.channel
    currency text = raw.orders.currency
    gross_amount numeric(12,2) = raw.orders.gross_amount
    discount_amount numeric(12,2) = raw.orders.discount_amount
    tax_amount numeric(12,2) = raw.orders.tax_amount
    shipping_amount numeric(12,2) = raw.orders.shipping_amount
    net_amount numeric(12,2) = raw.orders.net_amount -- Gross less discount and tax
    @-8 coupon_code text = raw.orders.coupon_code`,
  },
  stg_order_items: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'analytics',
    description: 'Order lines.',
    text: `
    order_item_id bigint = raw.order_items.order_item_id
    order_id bigint = raw.order_items.order_id
    product_id bigint = raw.order_items.product_id
    quantity integer = raw.order_items.quantity
    line_total numeric(12,2) = raw.order_items.line_total`,
  },
  stg_customers: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'crm',
    description: 'Customers, no readable personal data.',
    text: `
    customer_id bigint = raw.customers.customer_id
    email_hash text = raw.customers.email_hash
    country_code text = raw.customers.country_code
    wants_newsletter boolean = raw.customers.newsletter
    signed_up_at timestamptz = raw.customers.created_at
    @+15 loyalty_tier text = raw.customers.loyalty_tier`,
  },
  stg_products: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'merchandising',
    description: 'Products on sale and retired.',
    text: `
    product_id bigint = raw.products.product_id
    sku text = raw.products.sku
    product_name text = raw.products.title
    category text = raw.products.category
    supplier_id bigint = raw.products.supplier_id
    unit_cost numeric(12,2) = raw.products.unit_cost`,
  },
  stg_payments: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'finance-data',
    description: 'Payments by order.',
    text: `
    payment_id bigint = raw.payments.payment_id
    order_id bigint = raw.payments.order_id
    method text = raw.payments.method
    amount numeric(12,2) = raw.payments.amount
    payment_status text = raw.payments.status`,
  },
  stg_returns: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'analytics',
    description: 'Returned lines and what was paid back.',
    text: `
    return_id bigint = raw.returns.return_id
    order_item_id bigint = raw.returns.order_item_id
    reason text = raw.returns.reason
    refund_amount numeric(12,2) = raw.returns.refund_amount`,
  },
  stg_shipments: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'logistics',
    description: 'Shipments.',
    text: `
    shipment_id bigint = raw.shipments.shipment_id
    order_id bigint = raw.shipments.order_id
    carrier text = raw.shipments.carrier
    hours_on_the_way double = raw.shipments.hours_on_the_way`,
  },
  stg_stock: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'logistics',
    description: 'Last count of each product and warehouse.',
    text: `
    product_id bigint = raw.stock.product_id
    warehouse_code text = raw.stock.warehouse_code
    available integer = raw.stock.available`,
  },
  stg_sessions: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'growth',
    description: 'Visits of the shop.',
    text: `
    session_id text = raw.sessions.session_id
    customer_id bigint = raw.sessions.customer_id
    session_date date ~ raw.sessions.started_at
    campaign_id bigint = raw.sessions.campaign_id
    order_id bigint = raw.sessions.order_id`,
  },
  stg_campaigns: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'growth',
    description: 'Campaigns and what they cost.',
    text: `
    campaign_id bigint = raw.campaigns.campaign_id
    campaign_name text = raw.campaigns.name
    channel text = raw.campaigns.channel
    cost_amount numeric(12,2) = raw.campaigns.cost_amount`,
  },
  stg_fx_rates: {
    layer: 'staging',
    materialized: 'view',
    rows: 0,
    owner: 'finance-data',
    description: 'Rates to the euro, by day.',
    text: `
    day date = raw.fx_rates.day
    currency text = raw.fx_rates.currency
    rate_to_eur numeric(18,8) = raw.fx_rates.rate_to_eur`,
  },
  int_order_payments: {
    layer: 'intermediate',
    materialized: 'table',
    rows: 4150,
    owner: 'finance-data',
    description: 'What was paid for each order.',
    text: `
    order_id bigint = stg_payments.order_id
    paid_amount numeric(14,2) + stg_payments.amount
    payment_count bigint + stg_payments.payment_id`,
  },
  int_orders_in_euro: {
    layer: 'intermediate',
    materialized: 'table',
    rows: 4180,
    owner: 'finance-data',
    description: 'Orders with their amounts in euro.',
    text: `
    order_id bigint = stg_orders.order_id
    customer_id bigint = stg_orders.customer_id
    order_date date = stg_orders.order_date
    order_status text = stg_orders.order_status
    channel text = stg_orders.channel
    net_amount_eur numeric(14,2) ~ stg_orders.net_amount, stg_fx_rates.rate_to_eur -- At the rate of the day of the order
    shipping_amount_eur numeric(14,2) ~ stg_orders.shipping_amount, stg_fx_rates.rate_to_eur`,
  },
  int_items_priced: {
    layer: 'intermediate',
    materialized: 'table',
    rows: 11700,
    owner: 'merchandising',
    description: 'Order lines with cost and margin.',
    text: `
    order_item_id bigint = stg_order_items.order_item_id
    order_id bigint = stg_order_items.order_id
    product_id bigint = stg_order_items.product_id
    quantity integer = stg_order_items.quantity
    line_total numeric(12,2) = stg_order_items.line_total
    line_cost numeric(12,2) ~ stg_order_items.quantity, stg_products.unit_cost
    line_margin numeric(12,2) ~ stg_order_items.line_total, stg_order_items.quantity, stg_products.unit_cost`,
  },
  int_refunds: {
    layer: 'intermediate',
    materialized: 'table',
    rows: 290,
    owner: 'finance-data',
    description: 'Refunds by order.',
    text: `
    order_id bigint = stg_order_items.order_id
    refunded_amount numeric(14,2) + stg_returns.refund_amount
    returned_lines bigint + stg_returns.return_id`,
  },
  int_customer_orders: {
    layer: 'intermediate',
    materialized: 'table',
    rows: 61000,
    owner: 'crm',
    description: 'First and last order of each customer.',
    text: `
    customer_id bigint = int_orders_in_euro.customer_id
    first_ordered_on date + int_orders_in_euro.order_date
    last_ordered_on date + int_orders_in_euro.order_date
    order_count bigint + int_orders_in_euro.order_id
    lifetime_net_eur numeric(14,2) + int_orders_in_euro.net_amount_eur`,
  },
  dim_customers: {
    layer: 'marts',
    materialized: 'table',
    rows: 95600,
    owner: 'crm',
    description: 'Customers with country, tier and first order.',
    text: `
    customer_id bigint = stg_customers.customer_id -- Account number
    email_hash text = stg_customers.email_hash
    country_code text = stg_customers.country_code
    wants_newsletter boolean = stg_customers.wants_newsletter
    signed_up_at timestamptz = stg_customers.signed_up_at
    first_ordered_on date = int_customer_orders.first_ordered_on
    @+15 loyalty_tier text = stg_customers.loyalty_tier`,
  },
  dim_products: {
    layer: 'marts',
    materialized: 'table',
    rows: 5300,
    owner: 'merchandising',
    description: 'Products.',
    text: `
    product_id bigint = stg_products.product_id
    sku text = stg_products.sku
    product_name text = stg_products.product_name
    category text = stg_products.category
    unit_cost numeric(12,2) = stg_products.unit_cost`,
  },
  fct_orders: {
    layer: 'marts',
    materialized: 'incremental',
    rows: 4180,
    owner: 'analytics',
    description: 'One row for each order, all amounts in euro.',
    text: `
    order_id bigint = int_orders_in_euro.order_id
    customer_id bigint = int_orders_in_euro.customer_id
    order_date date = int_orders_in_euro.order_date
    order_status text = int_orders_in_euro.order_status
    channel text = int_orders_in_euro.channel
    net_amount numeric(14,2) = int_orders_in_euro.net_amount_eur -- Net of discount and tax, in euro
    shipping_amount numeric(14,2) = int_orders_in_euro.shipping_amount_eur
    paid_amount numeric(14,2) ~ int_order_payments.paid_amount
    refunded_amount numeric(14,2) ~ int_refunds.refunded_amount
    net_revenue numeric(14,2) ~ int_orders_in_euro.net_amount_eur, int_refunds.refunded_amount -- What stays after refunds`,
  },
  fct_order_items: {
    layer: 'marts',
    materialized: 'incremental',
    rows: 11700,
    owner: 'merchandising',
    description: 'One row for each order line.',
    text: `
    order_item_id bigint = int_items_priced.order_item_id
    order_id bigint = int_items_priced.order_id
    product_id bigint = int_items_priced.product_id
    quantity integer = int_items_priced.quantity
    line_total numeric(12,2) = int_items_priced.line_total
    line_margin numeric(12,2) = int_items_priced.line_margin`,
  },
  fct_sessions: {
    layer: 'marts',
    materialized: 'incremental',
    rows: 37800,
    owner: 'growth',
    description: 'One row for each visit.',
    text: `
    session_id text = stg_sessions.session_id
    customer_id bigint = stg_sessions.customer_id
    session_date date = stg_sessions.session_date
    campaign_id bigint = stg_sessions.campaign_id
    converted boolean ~ stg_sessions.order_id`,
  },
  mart_daily_revenue: {
    layer: 'marts',
    materialized: 'table',
    rows: 1460,
    owner: 'finance-data',
    description: 'Revenue by day and channel: the figure in the board report.',
    text: `
    day date = fct_orders.order_date
    channel text = fct_orders.channel
    order_count bigint + fct_orders.order_id
    net_revenue numeric(14,2) + fct_orders.net_revenue -- After discount, tax and refunds, in euro
    shipping_revenue numeric(14,2) + fct_orders.shipping_amount
    average_order_value numeric(12,2) + fct_orders.net_revenue, fct_orders.order_id`,
  },
  mart_customer_ltv: {
    layer: 'marts',
    materialized: 'table',
    rows: 61000,
    owner: 'crm',
    description: 'What a customer has brought so far.',
    text: `
    customer_id bigint = dim_customers.customer_id
    country_code text = dim_customers.country_code
    lifetime_net numeric(14,2) = int_customer_orders.lifetime_net_eur
    order_count bigint = int_customer_orders.order_count
    value_band text ~ int_customer_orders.lifetime_net_eur`,
  },
  mart_product_margin: {
    layer: 'marts',
    materialized: 'table',
    rows: 5100,
    owner: 'merchandising',
    description: 'Margin by product.',
    text: `
    product_id bigint = dim_products.product_id
    category text = dim_products.category
    units_sold bigint + fct_order_items.quantity
    revenue numeric(14,2) + fct_order_items.line_total
    margin numeric(14,2) + fct_order_items.line_margin`,
  },
  mart_stock_cover: {
    layer: 'marts',
    materialized: 'table',
    rows: 15200,
    owner: 'logistics',
    description: 'How many days the stock lasts.',
    text: `
    product_id bigint = stg_stock.product_id
    warehouse_code text = stg_stock.warehouse_code
    available integer = stg_stock.available
    days_of_cover double ~ stg_stock.available, fct_order_items.quantity`,
  },
  mart_campaigns: {
    layer: 'marts',
    materialized: 'table',
    rows: 140,
    owner: 'growth',
    description: 'Visits, orders and cost by campaign.',
    text: `
    campaign_id bigint = stg_campaigns.campaign_id
    campaign_name text = stg_campaigns.campaign_name
    cost_amount numeric(12,2) = stg_campaigns.cost_amount
    session_count bigint + fct_sessions.session_id
    conversion_rate double + fct_sessions.converted`,
  },
  mart_delivery: {
    layer: 'marts',
    materialized: 'table',
    rows: 420,
    owner: 'logistics',
    description: 'Time on the way by carrier and week.',
    text: `
    carrier text = stg_shipments.carrier
    shipment_count bigint + stg_shipments.shipment_id
    average_hours double + stg_shipments.hours_on_the_way`,
  },
}

const EXPORTS: Record<string, { rows: number; owner: string; text: string }> = {
  finance_daily_revenue: {
    rows: 1460,
    owner: 'finance-data',
    text: `
    day date = mart_daily_revenue.day
    channel text = mart_daily_revenue.channel
    net_revenue numeric(14,2) = mart_daily_revenue.net_revenue
    shipping_revenue numeric(14,2) = mart_daily_revenue.shipping_revenue
    order_count bigint = mart_daily_revenue.order_count`,
  },
  crm_segments: {
    rows: 61000,
    owner: 'crm',
    text: `
    customer_id bigint = mart_customer_ltv.customer_id
    email_hash text = dim_customers.email_hash
    value_band text = mart_customer_ltv.value_band
    wants_newsletter boolean = dim_customers.wants_newsletter`,
  },
  stock_alerts: {
    rows: 230,
    owner: 'logistics',
    text: `
    product_id bigint = mart_stock_cover.product_id
    product_name text = dim_products.product_name
    warehouse_code text = mart_stock_cover.warehouse_code
    days_of_cover double = mart_stock_cover.days_of_cover`,
  },
  campaign_attribution: {
    rows: 140,
    owner: 'growth',
    text: `
    campaign_id bigint = mart_campaigns.campaign_id
    campaign_name text = mart_campaigns.campaign_name
    cost_per_session numeric(12,2) ~ mart_campaigns.cost_amount, mart_campaigns.session_count`,
  },
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

export const models: readonly Model[] = Object.entries(MODELS).map(model)

/** Tables and files that leave the warehouse. The files carry no columns: the operator that writes them names none. */
export function exportTables(): Table[] {
  const tables = Object.entries(EXPORTS).map(([name, { rows, owner, text }]): Table => ({
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

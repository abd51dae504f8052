/** The staging and intermediate models of the demo's dbt project, in the order in which dbt runs them. */

export type Layer = 'staging' | 'intermediate' | 'marts'
export type Sketch = {
  layer: Layer
  materialized: 'view' | 'table' | 'incremental'
  rows: number
  owner: string
  description: string
  text: string
}

export const stagingModels: Record<string, Sketch> = {
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
}

/** The marts of the demo's dbt project, in the order in which dbt runs them, and the tables that Airflow exports from them. */
import type { Sketch } from './staging.ts'

export const martModels: Record<string, Sketch> = {
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

export const exportSketches: Record<string, { rows: number; owner: string; text: string }> = {
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

import { expect, test } from 'vitest'
import { looksSecret, withoutPassword } from './secrets.ts'

test.each([
  'PASSWORD',
  'DB_PASS',
  'PGPASSWORD',
  'dbPassword',
  'SMTP_PWD',
  'API_KEY',
  'apiKey',
  'OPENAI-API-KEY',
  'aws.access.key',
  'AWS_SECRET_ACCESS_KEY',
  'AIRFLOW__CORE__FERNET_KEY',
  'AIRFLOW_CONN_WAREHOUSE',
  'sql_alchemy_conn',
  'GITHUB_TOKEN',
  'authtoken',
  'CLIENT_SECRET',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'DATABASE_URL',
  'CONNECTION_STRING',
  'SENTRY_DSN',
  'Authorization',
])('%s looks like a secret', (name) => expect(looksSecret(name)).toBe(true))

test.each([
  'PATH',
  'JAVA_HOME',
  'TZ',
  'COMPASS_HOST',
  'SORT_KEY',
  'PARTITION_KEYS',
  'TOKENIZERS_PARALLELISM',
  'BYPASS',
  'AUTHOR',
  'day',
  '',
])('%s does not', (name) => expect(looksSecret(name)).toBe(false))

test('a password in an address is left out', () => {
  expect(withoutPassword('postgres://etl:s3cret@db:5432/shop')).toBe('postgres://etl:***@db:5432/shop')
  expect(withoutPassword('redis://:pw@cache')).toBe('redis://:***@cache')
  expect(withoutPassword('http://host:8080/a@b')).toBe('http://host:8080/a@b')
  expect(withoutPassword('plain')).toBe('plain')
})

/** The first administrator, made in the browser as a person does it. */
import type { Page } from 'playwright-core'
import { must } from '../../src/lib/assert.ts'
import { sees } from './chromium.ts'

interface WithPage {
  readonly page: Page
}

export const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'four small words here' }

/** The one-time link as the program printed it. */
export const printedLink = (output: string): string => must(/\S+\/invite\?token=\S+/.exec(output), `no link in:\n${output}`)[0]

/** Follows the link and fills in who one is; ends on Home. */
export async function join({ page }: WithPage, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Name').fill(ada.name)
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password').fill(ada.password)
  await page.getByRole('button', { name: 'Make the administrator' }).click()
  await sees(page.getByRole('heading', { name: 'Welcome, Ada' }).or(page.getByRole('heading', { name: 'Home' })))
}

/** Signs in somebody who has joined; ends on Home. */
export async function signIn({ page }: WithPage, origin: string): Promise<void> {
  await page.goto(`${origin}/signin`)
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password').fill(ada.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await sees(page.getByRole('heading', { name: 'Home' }).or(page.getByRole('heading', { name: 'Welcome, Ada' })))
}

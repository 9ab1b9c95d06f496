import { afterAll, beforeAll, expect, it } from 'vitest'

import { expectHeading, startStage, type ConsoleStage } from './support.ts'

let stage: ConsoleStage

beforeAll(async () => {
  stage = await startStage({ vendors: ['fcm'] })
}, 60_000)
afterAll(async () => await stage[Symbol.asyncDispose]())

it('goes from the one-time link to an app with its key', async () => {
  await using visitor = await stage.visitor()
  const { page, faults } = visitor
  const link = await stage.ownerLink()
  await page.goto(link)
  await page.getByRole('textbox', { name: 'Name' }).fill('Olive')
  await page.getByRole('textbox', { name: 'Password' }).fill('short')
  await page.getByRole('button', { name: 'Open the console' }).click()
  await page.getByText('A password has at least 10 characters.').waitFor()
  await page.getByRole('textbox', { name: 'Password' }).fill('a long password')
  await page.getByRole('button', { name: 'Open the console' }).click()
  await expectHeading(page, 'Overview')

  await page.getByRole('link', { name: 'Apps', exact: true }).click()
  await expectHeading(page, 'Apps')
  await page.getByRole('button', { name: 'Create an app' }).click()
  const dialogue = page.getByRole('dialog')
  await dialogue.getByRole('textbox', { name: 'Name' }).fill('Post office')
  await dialogue.getByRole('button', { name: 'Create an app' }).click()
  await dialogue.getByText('It is shown this once').waitFor()
  expect(await dialogue.getByText(/^[0-9a-f]{64}$/).count()).toBe(1)
  await dialogue.getByRole('button', { name: 'Show me how to start' }).click()
  await expectHeading(page, 'Get started')

  // The link is used up, the password opens the console.
  await page.getByRole('button', { name: 'You: Olive' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expectHeading(page, 'Sign in')
  await page.getByRole('textbox', { name: 'Name' }).fill('olive')
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Name or password is wrong.').waitFor()
  await page.getByRole('textbox', { name: 'Password' }).fill('a long password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expectHeading(page, 'Get started')
  await page.goto(link)
  await page.getByText('This link has been used').waitFor()
  expect(faults).toEqual([])
})

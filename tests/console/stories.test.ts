import type { DesktopClient } from '@carillon/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { dataOf } from '../sdk/support.ts'
import { expectAccessible } from '../support/accessible.ts'
import type { Visitor } from '../support/browser.ts'
import { expectBeside, expectHeading, follow, startStage, type ConsoleStage } from './support.ts'

let stage: ConsoleStage
let visitor: Visitor
let page: Page
let app: string
let groupID: string
let msgIDs: { toCarl: string; toChoir: string }

const sayToGroup = async ({ sdk }: DesktopClient, text: string): Promise<string> => {
  const messages = sdk.v2TIMManager.getMessageManager()
  const { id = '' } = dataOf(await messages.createTextMessage(text))
  return dataOf(await messages.sendMessage({ id, groupID, receiver: '' })).msgID ?? ''
}

beforeAll(async () => {
  stage = await startStage({ vendors: ['fcm'] })
  const { kit } = stage
  const ann = await kit.logIn(await kit.createUser('ann', '<img src=x onerror=alert(1)>'))
  const carl = await kit.createUser('carl', 'Carl')
  await kit.createUser('dora', 'Dora')
  const phone = await kit.createPhone({ vendor: 'fcm', user: carl })
  const { v2TIMManager: tim } = ann.sdk
  groupID = dataOf(await tim.createGroup('Choir', 'Work'))
  dataOf(await tim.getGroupManager().inviteUserToGroup(groupID, ['carl', 'dora']))
  await phone.kill()
  msgIDs = {
    toCarl: (await ann.sendText('carl', 'Anybody there?')).msgID ?? '',
    toChoir: await sayToGroup(ann, 'Rehearsal at nine'),
  }
  for (const msgID of Object.values(msgIDs)) await kit.finishedStory(msgID)
  visitor = await stage.visitor()
  page = visitor.page
  app = `${stage.url}/apps/${kit.sdkAppID}`
  await follow(page, await stage.signInLink('Olive'))
}, 60_000)
afterAll(async () => {
  expect(visitor.faults).toEqual([])
  await visitor[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const rows = () => page.getByRole('table').getByRole('row')

const look = async (kind: string, text: string): Promise<void> => {
  await page.getByLabel('Look for', { exact: true }).selectOption(kind)
  if (kind !== 'All messages') await field(kind).fill(text)
  await button('Search').click()
}

describe('a search for stories', () => {
  it('finds the messages of a group, tells what became of each, and opens one', async () => {
    await page.goto(`${app}/stories`)
    await look('Group ID', groupID)
    const row = rows().filter({ hasText: 'Rehearsal at nine' })
    await row.getByText('With the vendor', { exact: true }).waitFor()
    await row.getByText('Not pushed: the recipient has no device.').waitFor()
    expect(await rows().filter({ hasText: 'Anybody there?' }).count()).toBe(0)
    await expectAccessible(page)
    await row.getByRole('link').click()
    await expectHeading(page, 'Push story')
    const dora = page.getByRole('region').filter({ hasText: 'dora' })
    await dora
      .getByRole('alert')
      .filter({ hasText: 'Why it did not ring' })
      .getByText('What to do:')
      .waitFor()
    await page.getByText("The vendor's ID:").first().waitFor()
  })

  it('finds all messages of the app, in a time of its own; the address tells a colleague the same', async () => {
    await page.goto(`${app}/stories`)
    await look('All messages', '')
    await rows().filter({ hasText: 'Anybody there?' }).waitFor()
    await page.getByLabel('Time', { exact: true }).selectOption('From … to …')
    await page.getByLabel('From', { exact: true }).fill('2020-01-01T08:00')
    await page.getByLabel('Until', { exact: true }).fill('2020-01-01T07:00')
    await button('Search').click()
    await expectBeside(page.getByLabel('From', { exact: true }), /ends before it begins/)
    await page.getByLabel('Until', { exact: true }).fill('2021-01-01T08:00')
    await button('Search').click()
    await expectBeside(page.getByLabel('From', { exact: true }), /for a day at a time/)
    await page.getByLabel('Until', { exact: true }).fill('2020-01-01T09:00')
    await button('Search').click()
    await page.getByText('Nothing was to be pushed there in this time').waitFor()

    await page.getByLabel('Time', { exact: true }).selectOption('Last hour')
    await rows().filter({ hasText: 'Rehearsal at nine' }).waitFor()
    await using colleague = await stage.visitor()
    await follow(colleague.page, await stage.signInLink('Sue'))
    await colleague.page.goto(page.url())
    await colleague.page.getByRole('table').getByText('Rehearsal at nine').waitFor()
  })

  it('finds those of a user, a device and a message', async () => {
    await page.goto(`${app}/stories`)
    await look('User ID', 'carl')
    await rows().filter({ hasText: 'Anybody there?' }).waitFor()
    await rows().filter({ hasText: 'Rehearsal at nine' }).waitFor()
    const { devices } = await stage.kit.story(msgIDs.toCarl)
    await look('Device ID', devices[0]?.deviceID ?? '')
    await rows().filter({ hasText: 'Anybody there?' }).waitFor()
    await look('Message ID', msgIDs.toCarl)
    await expectHeading(page, 'Push story')
    await button('Copy the link').waitFor()
    // What a sender is called is text, whatever it holds.
    await page
      .getByText('<img src=x onerror=alert(1)>: Anybody there?')
      .or(page.getByText('<img src=x'))
      .first()
      .waitFor()
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  })

  it.each([
    ['User ID', '用户', /holds characters that cannot be in it/],
    ['Group ID', 'x'.repeat(49), /has more than 48 characters/],
    ['Push token', 'a b', /holds characters that cannot be in it/],
    ['Message ID', 'no-such-message', /There is no message with this ID/],
  ])('refuses %s %j beside the field', async (kind, text, words) => {
    await page.goto(`${app}/stories`)
    await look(kind, text)
    await expectBeside(field(kind), words)
  })
})

describe('a dry run', () => {
  const run = async (from: string, to: string, text = 'Hello?'): Promise<void> => {
    await field('Sender').fill(from)
    await page.getByRole('textbox', { name: /^(?:Recipient|Group ID)$/ }).fill(to)
    await page.getByRole('textbox', { name: 'Text' }).fill(text)
    await button('What would happen?').click()
  }

  it('tells what a message to a group would do, member by member, without sending it', async () => {
    await page.goto(`${app}/dry-run`)
    await page.getByText('To a group', { exact: true }).click()
    await run('ann', groupID)
    await page.getByText('carl', { exact: true }).waitFor()
    await page.getByText('dora', { exact: true }).waitFor()
    await page.getByLabel('Request to the vendor').getByText('messages:send').waitFor()
    await page.getByText('No push', { exact: true }).waitFor()
    await expectAccessible(page)
    await page.goto(`${app}/stories?all=1&hours=1`)
    await rows().filter({ hasText: 'Rehearsal at nine' }).waitFor()
    expect(await rows().filter({ hasText: 'Hello?' }).count()).toBe(0)
  })

  it.each<[string, boolean, [from: string, to: string], string, RegExp]>([
    ['an unknown sender', false, ['nobody', 'carl'], 'Sender', /no such user/],
    ['an unknown recipient', false, ['ann', 'nobody'], 'Recipient', /no such user/],
    ['a sender that is none', false, ['用户', 'carl'], 'Sender', /./],
    ['an unknown group', true, ['ann', 'Choir'], 'Group ID', /no such group/],
  ])('refuses %s beside the field', async (_, isOfGroup, [from, to], label, words) => {
    await page.goto(`${app}/dry-run`)
    if (isOfGroup) await page.getByText('To a group', { exact: true }).click()
    await run(from, to)
    await expectBeside(field(label), words)
  })
})

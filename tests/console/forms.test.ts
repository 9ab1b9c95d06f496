import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Visitor } from '../support/browser.ts'
import {
  expectBeside,
  expectHeading,
  follow,
  signedIn,
  startStage,
  type ConsoleStage,
  type SignedIn,
} from './support.ts'

let stage: ConsoleStage
let visitor: Visitor
let page: Page
let app: string
let asked: SignedIn

beforeAll(async () => {
  stage = await startStage({ vendors: ['xiaomi'] })
  visitor = await stage.visitor()
  page = visitor.page
  app = `${stage.url}/apps/${stage.kit.sdkAppID}`
  await follow(page, await stage.signInLink('Olive'))
  asked = await signedIn(page)
}, 60_000)
afterAll(async () => {
  expect(visitor.faults).toEqual([])
  await visitor[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})

const script = '<script>alert(1)</script>'
const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
const field = (name: string): Locator => page.getByRole('textbox', { name, exact: true })

/** What is refused in a form beside its field, and by the server when it is asked past the form. */
interface Refused {
  what: string
  path: string
  /** Opens the form, fills it in and sends it. */
  send: () => Promise<void>
  beside: () => Locator
  words: RegExp
  /** The same request past the form. */
  request: () => ['POST' | 'PATCH', string, object]
  answer: [status: number, field: string]
}

const createApp = async (
  name: string,
  moved: { sdkAppID?: string; secretKey?: string } = {},
): Promise<void> => {
  const dialogue = page.getByRole('dialog')
  await button('Create an app').click()
  await dialogue.getByRole('textbox', { name: 'Name' }).fill(name)
  if (Object.keys(moved).length > 0) {
    await dialogue.getByRole('button', { name: 'Move an app from elsewhere' }).click()
    await dialogue.getByRole('textbox', { name: 'SDKAppID' }).fill(moved.sdkAppID ?? '')
    await dialogue.getByRole('textbox', { name: 'Secret key' }).fill(moved.secretKey ?? '')
  }
  await dialogue.getByRole('button', { name: 'Create an app' }).click()
}

const setting = (name: string): Locator => page.getByLabel(name, { exact: true })

const saveSetting = async (name: string, value: string): Promise<void> => {
  await setting(name).fill(value)
  await page
    .locator('.mantine-Group-root')
    .filter({ has: setting(name) })
    .getByRole('button', { name: 'Save' })
    .click()
}

const refused: readonly Refused[] = [
  {
    what: 'a script for the name of an app',
    path: '/apps',
    send: async () => await createApp(script),
    beside: () => page.getByRole('dialog').getByRole('textbox', { name: 'Name' }),
    words: /none of them < or >/,
    request: () => ['POST', '/apps', { name: script }],
    answer: [400, 'name'],
  },
  {
    what: 'a secret key that is none',
    path: '/apps',
    send: async () => await createApp('Moved', { sdkAppID: '1400000099', secretKey: 'abc' }),
    beside: () => page.getByRole('dialog').getByRole('textbox', { name: 'Secret key' }),
    words: /64 hexadecimal digits/,
    request: () => ['POST', '/apps', { name: 'Moved', secretKey: 'abc' }],
    answer: [400, 'secretKey'],
  },
  {
    what: 'an SDKAppID that is taken',
    path: '/apps',
    send: async () => await createApp('Again', { sdkAppID: String(stage.kit.sdkAppID) }),
    beside: () => page.getByRole('dialog').getByRole('textbox', { name: 'SDKAppID' }),
    words: /./,
    request: () => ['POST', '/apps', { name: 'Again', sdkAppID: stage.kit.sdkAppID }],
    answer: [409, 'sdkAppID'],
  },
  {
    what: 'a deadline that is too short',
    path: 'settings',
    send: async () => await saveSetting('A push is of use for', '0'),
    beside: () => setting('A push is of use for'),
    words: /./,
    request: () => ['PATCH', `/apps/${stage.kit.sdkAppID}/settings`, { changes: { 'push.deadlineMs': 0 } }],
    answer: [400, 'push.deadlineMs'],
  },
  {
    what: 'windows that are no numbers',
    path: 'settings',
    send: async () => await saveSetting('Gather bursts (seconds)', '5, soon'),
    beside: () => setting('Gather bursts (seconds)'),
    words: /./,
    request: () => [
      'PATCH',
      `/apps/${stage.kit.sdkAppID}/settings`,
      { changes: { 'push.gatherWindowsMs': [5000, 'soon'] } },
    ],
    answer: [400, 'push.gatherWindowsMs.1'],
  },
  {
    what: 'an address that is none',
    path: 'settings',
    send: async () => await saveSetting('Address of the backend', 'javascript:alert(1)'),
    beside: () => setting('Address of the backend'),
    words: /./,
    request: () => [
      'PATCH',
      `/apps/${stage.kit.sdkAppID}/settings`,
      { changes: { 'callbacks.url': 'javascript:alert(1)' } },
    ],
    answer: [400, 'callbacks.url'],
  },
  {
    what: 'a UserSig for nobody',
    path: 'start',
    async send() {
      await field('userID').fill('用户')
      await button('Make a UserSig').click()
    },
    beside: () => field('userID'),
    words: /printable ASCII/,
    request: () => ['POST', `/apps/${stage.kit.sdkAppID}/user-sigs`, { userID: '用户' }],
    answer: [400, 'userID'],
  },
  {
    what: 'the wrong old password',
    path: '/account',
    async send() {
      await field('Old password').fill('wrong password')
      await field('New password').fill('another password')
      await button('Change it').click()
    },
    beside: () => field('Old password'),
    words: /./,
    request: () => [
      'POST',
      '/session/password',
      { oldPassword: 'wrong password', newPassword: 'another password' },
    ],
    answer: [400, 'oldPassword'],
  },
  {
    what: 'a user without devices to ring',
    path: 'test',
    async send() {
      await page.getByRole('combobox', { name: 'User ID' }).fill('nobody')
      await button('Show devices').click()
    },
    beside: () => page.getByRole('combobox', { name: 'User ID' }),
    words: /The app has no such user/,
    request: () => [
      'POST',
      `/apps/${stage.kit.sdkAppID}/users/nobody/test-push`,
      { deviceID: 'x', title: 'x'.repeat(65), text: 'x' },
    ],
    answer: [400, 'title'],
  },
]

describe.each(refused)('$what', ({ path, send, beside, words, request, answer }) => {
  it('is refused beside the field', async () => {
    await page.goto(path.startsWith('/') ? `${stage.url}${path}` : `${app}/${path}`)
    await send()
    await expectBeside(beside(), words)
  })

  it('is refused by the server', async () => {
    const { status, body } = await asked.ask(...request())
    expect([status, body.field]).toEqual(answer)
    expect(body.code).toMatch(/^CRL_/)
  })
})

it('a link is taken by nobody with a script for a name, or a password that is too short', async () => {
  await using guest = await stage.visitor()
  await guest.page.goto(await stage.ownerLink())
  const name = guest.page.getByRole('textbox', { name: 'Name' })
  const password = guest.page.getByRole('textbox', { name: 'Password' })
  await name.fill(script)
  await password.fill('a long password')
  await guest.page.getByRole('button', { name: 'Open the console' }).click()
  await expectBeside(name, /letters, digits/)
  await name.fill('Guest')
  await password.fill('short')
  await guest.page.getByRole('button', { name: 'Open the console' }).click()
  await expectBeside(password, /at least 10 characters/)
  expect(guest.faults).toEqual([])
})

describe('roles', () => {
  const roles = ['support', 'operator'] as const

  it.each(roles)('%s sees what it may, and the server keeps the rest', async (role) => {
    await page.goto(`${stage.url}/people`)
    await page.getByLabel('Invite as', { exact: true }).selectOption(role)
    await button('Make a link').click()
    const link = await page.getByRole('status').locator('code').textContent()
    await using person = await stage.visitor()
    await person.page.goto(link ?? '')
    await person.page.getByRole('textbox', { name: 'Name' }).fill(role)
    await person.page.getByRole('textbox', { name: 'Password' }).fill('correct horse')
    await person.page.getByRole('button', { name: 'Open the console' }).click()
    await person.page.locator('#content').waitFor()
    const isOperator = role === 'operator'
    await person.page.goto(`${stage.url}/apps`)
    await expectHeading(person.page, 'Apps')
    expect(await person.page.getByRole('button', { name: 'Create an app' }).count()).toBe(isOperator ? 1 : 0)
    expect(await person.page.getByRole('link', { name: 'People' }).count()).toBe(0)
    await person.page.goto(`${app}/certificates/${stage.kit.certificateID('xiaomi')}`)
    await person.page.getByText('Still to do at Xiaomi').waitFor()
    expect(await person.page.getByRole('button', { name: 'Save changes' }).count()).toBe(isOperator ? 1 : 0)
    expect(await person.page.getByRole('button', { name: 'Delete the certificate' }).count()).toBe(
      isOperator ? 1 : 0,
    )

    await person.page.goto(`${app}/keys`)
    await person.page
      .getByText(isOperator ? 'Your server signs UserSigs' : 'This is for the role operator')
      .waitFor()

    const api = await signedIn(person.page)
    const own = `/apps/${stage.kit.sdkAppID}`
    const answers = await Promise.all([
      api.ask('GET', `${own}/stories?userID=bob`),
      api.ask('PATCH', `${own}/settings`, { changes: { 'push.hideText': false } }),
      api.ask('GET', '/people'),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, isOperator ? 200 : 403, 403])
    expect(person.faults).toEqual([])
  })
})

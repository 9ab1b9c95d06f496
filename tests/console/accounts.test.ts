import { readFile } from 'node:fs/promises'

import type { TestPhone } from '@carillon/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { expectAccessible } from '../support/accessible.ts'
import type { Visitor } from '../support/browser.ts'
import { expectBeside, expectHeading, follow, signedIn, startStage, type ConsoleStage } from './support.ts'

let stage: ConsoleStage
let visitor: Visitor
let page: Page
let app: string
let phone: TestPhone
let msgID: string

beforeAll(async () => {
  stage = await startStage({ vendors: ['xiaomi'] })
  const { kit } = stage
  const mina = await kit.createUser('mina', 'Mina')
  phone = await kit.createPhone({ vendor: 'xiaomi', user: mina })
  const sender = await kit.logIn(await kit.createUser('bob', 'Bob'))
  ;({ msgID = '' } = await sender.sendText('mina', 'The <b>secret</b> place'))
  visitor = await stage.visitor({ acceptDownloads: true })
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
const dialogue = () => page.getByRole('dialog')

/** Expects that axe finds nothing serious, in light and dark. */
const expectAccessibleInBoth = async (): Promise<void> => {
  await expectAccessible(page)
  await button('Dark colours').click()
  await expectAccessible(page)
  await button('Light colours').click()
}

it('finds an account, changes its profile, and refuses a script beside the field', async () => {
  await page.goto(`${app}/accounts`)
  await page.getByRole('searchbox', { name: 'User ID or nickname begins with' }).fill('nobody')
  await page.getByText('Nobody is called that').waitFor()
  await page.getByRole('searchbox', { name: 'User ID or nickname begins with' }).fill('min')
  await page.getByRole('table', { name: 'Accounts' }).getByText('Connected').waitFor()
  await expectAccessibleInBoth()
  await page.getByRole('link', { name: 'mina', exact: true }).click()
  await expectHeading(page, 'mina')

  const nickName = page.getByRole('textbox', { name: 'Nickname' })
  await nickName.fill('<script>alert(1)</script>')
  await button('Save').click()
  await expectBeside(nickName, /something like an HTML tag/)
  await nickName.fill('Mina K.')
  await button('Save').click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const stored = await stage.kit.admin(async (admin) => await admin.user(stage.kit.sdkAppID, 'mina'))
  expect(stored.nickName).toBe('Mina K.')
  await expectAccessibleInBoth()
})

it('logs a device out: the app is told', async () => {
  await page.goto(`${app}/accounts?user=mina`)
  await button('Log out Xiaomi 15').click()
  await dialogue().getByRole('button', { name: 'Log out' }).click()
  await page.getByText('1 device was logged out.').waitFor()
  await page.getByText('Logged out by the server').waitFor()
  await expect.poll(() => phone.app.kicks).toBe(1)
})

it('imports a file with a bad line: shown before, left out, and in the results', async () => {
  await page.goto(`${app}/accounts/import`)
  const choose = async (name: string, content: Buffer): Promise<void> =>
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: content })
  await choose('photo.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  await page.getByRole('alert').getByText('This file is no text in UTF-8.').waitFor()
  await choose('other.csv', Buffer.from('name,age\nx,1\n'))
  await page.getByRole('alert').getByText('It names no userID.').waitFor()

  const good = Array.from({ length: 450 }, (_, index) => `import${index},Name ${index}`)
  await choose('users.csv', Buffer.from(['userID,nickname', ...good, '미나,Mina', 'mina,'].join('\n')))
  await page.getByText('1 line cannot be imported').waitFor()
  await page.getByRole('cell', { name: '452', exact: true }).waitFor()
  await expectAccessibleInBoth()
  await button('Import 451 accounts').click()
  await page.getByText('The import is done').waitFor()
  await page.getByText('450 new · 1 there before, changed · 1 refused').waitFor()
  const download = page.waitForEvent('download')
  await button('Download the results').click()
  const lines = (await readFile(await (await download).path(), 'utf8')).split('\r\n')
  expect(lines.slice(-4)).toEqual([
    '451,import449,created,',
    expect.stringMatching(/^452,미나,refused,"userID: A user ID has/),
    '453,mina,changed,',
    '',
  ])
  await expectAccessibleInBoth()
})

it('makes a group, adds a member, makes it an administrator, and changes a setting', async () => {
  await page.goto(`${app}/groups`)
  await page.getByText('No group yet').waitFor()
  await button('Create a group').click()
  await dialogue().getByRole('textbox', { name: 'Name' }).fill('Tea')
  await dialogue().getByRole('textbox', { name: 'Owner' }).fill('nobody')
  await dialogue().getByRole('button', { name: 'Create a group' }).click()
  await expectBeside(dialogue().getByRole('textbox', { name: 'Owner' }), /The app has no such user/)
  await dialogue().getByRole('textbox', { name: 'Owner' }).fill('bob')
  await dialogue().getByRole('button', { name: 'Create a group' }).click()
  await expectHeading(page, 'Tea')

  await button('Add members').click()
  await dialogue().getByRole('textbox', { name: 'User ID' }).fill('mina\nnobody')
  await dialogue().getByRole('button', { name: 'Add', exact: true }).click()
  await dialogue().getByText('1 member was added.').waitFor()
  await dialogue().getByText('nobody: there is no such user').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  const members = page.getByRole('table', { name: 'Members' })
  await members.getByText('Mina K.').waitFor()
  await button('Change mina').click()
  await page.getByRole('menuitem', { name: 'Make an administrator' }).click()
  await members.getByText('Administrator').waitFor()

  await page.getByRole('textbox', { name: 'Announcement' }).fill('Five o’clock')
  await page.getByRole('switch', { name: 'Only the owner and administrators may write' }).click()
  await button('Save').click()
  await page.getByText('Saved. The members have been told.').waitFor()
  await expectAccessibleInBoth()
})

it('looks a message up, shows what it says for a reason, and both stand in the audit log', async () => {
  await page.goto(`${app}/messages`)
  await button('Look up').click()
  await expectBeside(page.getByRole('textbox', { name: 'User ID', exact: true }), /must not be empty/)
  await page.getByRole('textbox', { name: 'User ID', exact: true }).fill('mina')
  await page.getByRole('textbox', { name: 'Other user ID' }).fill('bob')
  await button('Look up').click()
  const table = page.getByRole('table', { name: 'Look up messages' })
  await table.getByText('Text', { exact: true }).waitFor()
  expect(await page.content()).not.toContain('secret')
  await table.getByRole('button', { name: /^Show what bob wrote/ }).click()
  const reason = page.getByRole('textbox', { name: 'Why do you look?' })
  await expectBeside(reason, /in 5 to 300 characters/)
  await reason.fill('ticket 4711')
  await table.getByRole('button', { name: /^Show what bob wrote/ }).click()
  await table.getByText('The <b>secret</b> place').waitFor()
  await expectAccessibleInBoth()
  expect(await table.getByRole('link', { name: /^Push story/ }).getAttribute('href')).toBe(
    `/console/stories/${msgID}`,
  )

  await page.goto(`${stage.url}/audit`)
  const audit = page.getByRole('table', { name: 'Audit log' })
  const read = audit.getByRole('row').filter({ hasText: 'message.read' })
  await read.getByText('ticket 4711').waitFor()
  expect(await read.textContent()).toContain(msgID)
  await audit.getByRole('row').filter({ hasText: 'message.search' }).getByText('"peerUserID":"bob"').waitFor()
})

it('support looks, changes nothing, and sees no text once an owner has switched that off', async () => {
  const owner = await signedIn(page)
  const { body: link } = await owner.ask('POST', '/people/invitations', { role: 'support' })
  const changes = { 'support.showMessageText': false }
  await owner.ask('PATCH', `/apps/${stage.kit.sdkAppID}/settings`, { changes })
  await using support = await stage.visitor()
  const { page: theirs } = support
  await theirs.goto(String(link.url))
  await theirs.getByRole('textbox', { name: 'Name' }).fill('Sue')
  await theirs.getByRole('textbox', { name: 'Password' }).fill('correct horse')
  await theirs.getByRole('button', { name: 'Open the console' }).click()
  await theirs.locator('#content').waitFor()
  await theirs.goto(`${app}/accounts?user=mina`)
  await theirs.getByText('Logged out by the server').waitFor()
  await theirs.goto(`${app}/accounts/import`)
  await theirs.getByText('Importing is for operators and owners of this console.').waitFor()
  await theirs.goto(`${app}/groups`)
  await theirs.getByRole('link', { name: 'Tea' }).click()
  await theirs.getByRole('table', { name: 'Members' }).getByText('Administrator').waitFor()
  expect(await theirs.getByRole('button', { name: /Save|Add|Change|Dismiss/ }).count()).toBe(0)
  await theirs.getByRole('link', { name: 'Look up messages' }).last().click()
  await theirs.getByRole('button', { name: 'Look up' }).click()
  await theirs.getByText('An owner of this console has switched off').waitFor()
  await theirs.getByRole('table').getByText('Group notice').first().waitFor()
  expect(await theirs.getByRole('button', { name: /^Show/ }).count()).toBe(0)
  await expectAccessible(theirs)
  expect(support.faults).toEqual([])
})

it.each([
  ['zh-CN', 'accounts', '用户 ID 或昵称开头'],
  ['ko-KR', 'groups', '그룹 ID 또는 이름의 시작'],
  ['ko-KR', 'messages', '어떤 메시지인가요?'],
])('speaks %s on the page %s, as narrow as a phone', async (locale, place, text) => {
  await using reader = await stage.visitor({ locale, viewport: { width: 375, height: 760 } })
  await follow(reader.page, await stage.signInLink('Olive'))
  await reader.page.goto(`${app}/${place}`)
  await reader.page.getByText(text).first().waitFor()
  const width = await reader.page.evaluate('document.documentElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(375)
  await expectAccessible(reader.page)
  expect(reader.faults).toEqual([])
})

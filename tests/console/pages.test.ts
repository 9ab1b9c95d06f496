import { readFile } from 'node:fs/promises'

import { channels } from '@carillon/channels'
import { parseCarillonPushFile } from '@carillon/react-native-push'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { expectAccessible } from '../support/accessible.ts'
import type { Visitor } from '../support/browser.ts'
import { en } from '../support/console-texts.ts'
import { expectHeading, follow, startStage, type ConsoleStage } from './support.ts'

let stage: ConsoleStage
let visitor: Visitor
let page: Page
let app: string

beforeAll(async () => {
  stage = await startStage({ receipts: true })
  visitor = await stage.visitor({ acceptDownloads: true })
  page = visitor.page
  app = `${stage.url}/apps/${stage.kit.sdkAppID}`
  await page.goto(await stage.signInLink('Olive'))
  await expectHeading(page, 'Overview')
}, 60_000)
afterAll(async () => {
  await visitor[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})

it('a push test goes to the tap', async () => {
  const user = await stage.kit.createUser('bob', 'Bob')
  const phone = await stage.kit.createPhone({ vendor: 'xiaomi', user })
  await phone.kill()
  await page.goto(`${app}/test`)
  await page.getByRole('combobox', { name: 'User ID' }).fill('bob')
  await page.getByRole('button', { name: 'Show devices' }).click()
  await page.getByText('Receives pushes').waitFor()
  await page.getByRole('textbox', { name: 'Text' }).fill('Ding dong')
  await page.getByRole('button', { name: 'Ring', exact: true }).click()
  await page.getByText('The vendor has it').waitFor()
  expect(phone.notifications).toMatchObject([{ title: 'Carillon', body: 'Ding dong' }])
  await phone.tap()
  await page.getByText('Tapped. The whole way works.').waitFor()
  await expectAccessible(page)
})

it('a story is found, and says why the phone did not ring', async () => {
  const ann = await stage.kit.createUser('ann', 'Ann')
  const carl = await stage.kit.createUser('carl', 'Carl')
  const phone = await stage.kit.createPhone({ vendor: 'fcm', user: carl })
  await phone.logOut()
  const sender = await stage.kit.logIn(ann)
  const { msgID = '' } = await sender.sendText('carl', 'Anybody there?')
  await stage.kit.finishedStory(msgID)
  await page.goto(`${app}/stories`)
  await page.getByRole('textbox', { name: 'User ID' }).fill('carl')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('table').getByText('Not pushed', { exact: true }).waitFor()
  await expectAccessible(page)
  await page.getByRole('table').getByRole('link').first().click()
  await expectHeading(page, 'Push story')
  const why = page.getByRole('alert').filter({ hasText: 'Why it did not ring' })
  await why.getByText('logged-out').waitFor()
  await expectAccessible(page)

  await page.goto(`${stage.url}/stories/no-such-message`)
  await page.getByText('There is no message with this ID').waitFor()
})

it('the file for the app is what the plugin reads', async () => {
  await page.goto(`${app}/start`)
  for (const label of ['Xiaomi: appID', 'Xiaomi: appKey', 'OPPO: appSecret', 'Meizu: appKey'])
    await page.getByRole('textbox', { name: label }).fill('1234567890')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download carillon-push.json' }).click()
  const file = parseCarillonPushFile(await readFile(await (await download).path(), 'utf8'))
  expect(file).toMatchObject({
    sdkAppID: stage.kit.sdkAppID,
    server: stage.kit.url.replace('http', 'ws'),
    vendors: { xiaomi: { appID: '1234567890' } },
  })
  expect(Object.keys(file.vendors).toSorted()).toEqual(Object.keys(channels).toSorted())
})

it('settings have words, and change', async () => {
  await page.goto(`${app}/settings`)
  await page.getByRole('switch', { name: 'Hide the text' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const { settings } = await stage.kit.admin(async (admin) => await admin.app(stage.kit.sdkAppID))
  expect(settings.push.hideText).toBe(true)
  // A text that nobody has written shows its key.
  expect(await page.getByRole('main').textContent()).not.toMatch(/settings\.(?:names|help|parts)\./)
  await page.getByRole('button', { name: 'Back to the default' }).click()
  await page.getByRole('switch', { name: 'Hide the text', checked: false }).waitFor()
})

const textKeys = new RegExp(`(?<![\\w./-])(?:${Object.keys(en).join('|')})\\.[a-z]\\w+`)

/** Every place of the console that has no parameters but the app. */
const places = [
  'start',
  'certificates',
  'certificates/new/huawei',
  'test',
  'stories',
  'accounts',
  'accounts/import',
  'groups',
  'messages',
  'dry-run',
  'settings',
  'keys',
  'overview',
]
const placesOfAll = ['/apps', '/people', '/audit', '/account']

it.each([
  ['zh-CN', /\p{Script=Han}/u],
  ['ko-KR', /\p{Script=Hangul}/u],
])('speaks the language of a browser in %s on every page, on a phone in the dark', async (locale, script) => {
  await using reader = await stage.visitor({
    locale,
    viewport: { width: 375, height: 760 },
    colorScheme: 'dark',
  })
  await follow(reader.page, await stage.signInLink('Olive'))
  const tooWide: string[] = []
  const heading = reader.page.getByRole('heading', { level: 1 })
  const all = [...places.map((each) => `${app}/${each}`), ...placesOfAll.map((each) => `${stage.url}${each}`)]
  for (const place of all) {
    const before = await heading.textContent()
    // As a link does it: the page is not loaded anew.
    await reader.page.evaluate(`history.pushState(null, '', ${JSON.stringify(place)})`)
    await reader.page.waitForFunction((last) => {
      const shown = (globalThis as any).document.querySelector('h1')?.textContent
      return shown !== undefined && shown !== last
    }, before)
    expect([place, await heading.textContent()]).toEqual([place, expect.stringMatching(script)])
    // A text that nobody has written shows its key.
    const text = await reader.page.locator('#content').innerText()
    expect([place, text.match(textKeys)]).toEqual([place, null])
    const width = await reader.page.evaluate('document.documentElement.scrollWidth')
    if (Number(width) > 375) tooWide.push(place)
  }
  expect(tooWide).toEqual([])
  await reader.page.locator('header').getByRole('button').first().click()
  await reader.page.getByRole('navigation').getByRole('link').first().waitFor()
  await expectAccessible(reader.page)
  expect(reader.faults).toEqual([])
})

it('met no fault of its own on any of these pages', () => {
  expect(visitor.faults).toEqual([])
})

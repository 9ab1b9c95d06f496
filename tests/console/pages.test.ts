import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

import { channels } from '@carillon/channels'
import { parseCarillonPushFile } from '@carillon/react-native-push'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Visitor } from '../support/browser.ts'
import { expectHeading, startStage, type ConsoleStage } from './support.ts'

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

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on a page that keeps people from using it. */
const seriousFindings = async (on: Page): Promise<unknown[]> => {
  await on.evaluate(axe)
  return await on.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run()
    return violations
      .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }: any) => `${id}: ${nodes.map((node: any) => node.html.slice(0, 120)).join(' | ')}`)
  })
}

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
  expect(await seriousFindings(page)).toEqual([])
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
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('table').getByRole('link').first().click()
  await expectHeading(page, 'Push story')
  const why = page.getByRole('alert').filter({ hasText: 'Why it did not ring' })
  await why.getByText('logged-out').waitFor()
  expect(await seriousFindings(page)).toEqual([])

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

it('support looks, and finds nothing to change', async () => {
  await page.goto(`${stage.url}/people`)
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = await page.getByRole('status').locator('code').textContent()
  await using support = await stage.visitor()
  await support.page.goto(link ?? '')
  await support.page.getByRole('textbox', { name: 'Name' }).fill('Sue')
  await support.page.getByRole('textbox', { name: 'Password' }).fill('correct horse')
  await support.page.getByRole('button', { name: 'Open the console' }).click()
  await expectHeading(support.page, 'Overview')
  await support.page.getByRole('link', { name: 'Apps', exact: true }).click()
  await expectHeading(support.page, 'Apps')
  expect(await support.page.getByRole('button', { name: 'Create an app' }).count()).toBe(0)
  expect(await support.page.getByRole('link', { name: 'People' }).count()).toBe(0)
  await support.page.goto(`${app}/keys`)
  await support.page.getByText('This is for the role operator').waitFor()
  expect(support.faults).toEqual([])
})

it.each([
  ['zh-CN', '推送测试', '谁的手机没有响？'],
  ['ko-KR', '푸시 테스트', '누구의 휴대폰이 울리지 않았나요?'],
])('speaks the language of a browser in %s', async (locale, place, start) => {
  await using reader = await stage.visitor({
    locale,
    viewport: { width: 375, height: 760 },
    colorScheme: 'dark',
  })
  await reader.page.goto(await stage.signInLink('Olive'))
  await reader.page.waitForURL(/\/overview$/)
  await reader.page.goto(`${app}/stories`)
  await reader.page.getByText(start).waitFor()
  await reader.page.locator('header').getByRole('button').first().click()
  await reader.page.getByRole('link', { name: place }).waitFor()
  expect(
    await reader.page.evaluate(() => (globalThis as any).document.documentElement.scrollWidth),
  ).toBeLessThanOrEqual(375)
  expect(await seriousFindings(reader.page)).toEqual([])
  expect(reader.faults).toEqual([])
})

it('met no fault of its own on any of these pages', () => {
  expect(visitor.faults).toEqual([])
})

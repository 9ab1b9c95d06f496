import { systemClock, type Clock } from '@carillon/server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { expectAccessible } from '../support/accessible.ts'
import { expectHeading, startStage, type ConsoleStage } from './support.ts'

/** Counting and the look at alarms have their turns every ten and fifteen seconds; here sooner. */
const clock: Clock = {
  ...systemClock,
  after: (delayMs, callback) =>
    systemClock.after(delayMs === 10_000 || delayMs === 15_000 ? 200 : delayMs, callback),
}

let stage: ConsoleStage

beforeAll(async () => {
  // A lane whose certificate is refused tries again soon.
  const pushOptions = { lanes: { stopBaseMs: 500, stopMaxMs: 1_000 } }
  stage = await startStage({ vendors: ['xiaomi'], receipts: true, parts: { clock, pushOptions } })
}, 60_000)
afterAll(async () => await stage[Symbol.asyncDispose]())

const funnelRow = (page: Page, step: string) =>
  page
    .getByRole('table', { name: 'From message to tap' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: step, exact: true }) })

const expectCount = async (page: Page, step: string, count: number): Promise<void> =>
  await funnelRow(page, step)
    .getByRole('cell', { name: String(count), exact: true })
    .waitFor()

it('shows what is broken until it is mended, what was sent, and leads from a cause of loss to the message', async () => {
  const { kit } = stage
  const bob = await kit.createUser('bob', 'Bob')
  const phone = await kit.createPhone({ vendor: 'xiaomi', user: bob })
  await phone.kill()
  const ann = await kit.logIn(await kit.createUser('ann', 'Ann'))
  kit.lab.xiaomi.faults.set('refuse', { code: 22_006 })

  await using visitor = await stage.visitor({ colorScheme: 'light' })
  const { page, faults } = visitor
  await page.goto(await stage.signInLink('Olive'))
  await expectHeading(page, 'Overview')
  await page.getByText('Nothing was sent in this time').waitFor()
  await page.getByText('No alarm is open.').waitFor()
  await page.getByText('Not used yet').waitFor()
  await expectAccessible(page)

  // The vendor is broken.
  const { msgID = '' } = await ann.sendText('bob', 'Is anybody there?')
  await page.getByText('Critical: Xiaomi').waitFor()
  await page.getByText('1 alarm is open').waitFor()
  await page.getByText('Certificate refused').waitFor()
  await page.getByText('22006', { exact: true }).waitFor()
  await expectAccessible(page)

  // It is mended: what waited goes out.
  kit.lab.xiaomi.faults.clear()
  await kit.finishedStory(msgID, { timeoutMs: 30_000 })
  await page.getByText('No alarm is open.').waitFor()
  await page.getByText('1 alarm is over').waitFor()
  await page.getByText('Works', { exact: true }).waitFor()
  await phone.tap()
  await expectCount(page, 'With the vendor', 1)
  await expectCount(page, 'On the phone', 1)
  await expectCount(page, 'Tapped', 1)

  // What is lost stands there with its cause, which leads to the message.
  await kit.createUser('carl', 'Carl')
  const lost = await ann.sendText('carl', 'And you?')
  await kit.finishedStory(lost.msgID ?? '', { timeoutMs: 30_000 })
  const cause = page
    .getByRole('table', { name: 'Lost, by cause' })
    .getByRole('row')
    .filter({ hasText: 'no-device' })
  await cause.getByRole('link').click()
  await expectHeading(page, 'Push stories')
  const found = page.getByRole('table', { name: 'Push stories' })
  await found.getByText('carl').waitFor()
  expect(await found.getByText('bob').count()).toBe(0)
  await page.goBack()
  await expectHeading(page, 'Overview')

  // By keyboard: a series goes and comes, the chart is a table, a vendor is chosen.
  const series = page.getByRole('button', { name: /^Tapped\s*1$/ })
  await series.press('Space')
  expect(await series.getAttribute('aria-pressed')).toBe('false')
  await page.getByText('As a table').press('Enter')
  const rows = page.getByRole('table', { name: 'Over time' }).getByRole('row')
  expect(await rows.count()).toBe(25)
  await page.getByRole('button', { name: 'Xiaomi', exact: true }).press('Enter')
  await page.waitForURL(/\?vendor=xiaomi$/)
  await funnelRow(page, 'Lost').getByRole('cell', { name: '0', exact: true }).waitFor()
  await expectAccessible(page)
  expect(faults).toEqual([])
}, 120_000)

it.each([
  ['zh-CN', '30 天', '未送达原因'],
  ['ko-KR', '30일', '원인별 손실'],
])('is as good in %s, dark, on a phone', async (locale, span, losses) => {
  const viewport = { width: 375, height: 760 }
  await using visitor = await stage.visitor({ locale, colorScheme: 'dark', viewport })
  const { page, faults } = visitor
  await page.goto(await stage.signInLink('Olive'))
  await page.getByText(span).click()
  await page.waitForURL(/hours=720/)
  await page.getByRole('heading', { level: 2, name: losses, exact: true }).waitFor()
  expect(
    await page.evaluate(() => (globalThis as any).document.documentElement.scrollWidth),
  ).toBeLessThanOrEqual(375)
  // A text that nobody has written shows its key.
  expect(await page.getByRole('main').textContent()).not.toMatch(/overview\.\w/)
  await expectAccessible(page)
  expect(faults).toEqual([])
})

it('says what to do when the server does not answer, and nothing moves when it does', async () => {
  await using visitor = await stage.visitor()
  const { page, faults } = visitor
  await page.goto(await stage.signInLink('Olive'))
  await expectHeading(page, 'Overview')
  await page.route(/\/statistics/, async (route) => await route.abort())
  await page.reload()
  await page.getByText('The server does not answer.').waitFor()
  await page.getByText(/No alarm is open|alarms? (?:is|are) open/).waitFor()
  await page.unroute(/\/statistics/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('table', { name: 'From message to tap' }).waitFor()

  await page.reload()
  await page.getByRole('table', { name: 'From message to tap' }).waitFor()
  await page.locator('.uplot canvas').waitFor()
  // By the browser's own measure, of which 0.1 and less is good.
  const shift = await page.evaluate(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
      .observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)))
  })`)
  expect(shift).toBeLessThan(0.1)
  expect(faults).toEqual([])
})

// npm run screenshots [-- <part of a name> ...]: pictures of the console's pages in docs/images/console:
// light, dark, as narrow as a phone, and in Chinese and Korean. Run it after the console has changed, and look at what it made.
// Those the guides show are kept in git; the others are ignored there.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { startDemo, ringAll } from '@carillon/testkit'
import type { BrowserContextOptions, Page } from 'playwright-core'

import { openVisitor, startBrowser } from '../tests/support/browser.ts'
import { ensureConsoleSite } from './console-site.ts'
import { rootFolder } from './run.ts'
import { fillStatistics } from './sample-statistics.ts'
import { smallPNG } from './small-png.ts'

const folder = join(rootFolder, 'docs/images/console')

/** Looks of every page. */
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
  narrow: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  zh: { colorScheme: 'light', viewport: { width: 1280, height: 860 }, locale: 'zh-CN' },
  ko: { colorScheme: 'dark', viewport: { width: 1280, height: 860 }, locale: 'ko-KR' },
}

interface Shot {
  name: string
  path: string
  /** Of the window, where that of the look shows too little. Pixels. */
  height?: number
  /** Resolves when there is something to see; reads English. */
  ready?: (page: Page) => Promise<unknown>
  /** As it is for somebody who is not signed in. */
  isForStranger?: true
}

const wanted = process.argv.slice(2)
await ensureConsoleSite(() => console.error('· build the console'))
await using demo = await startDemo({ config: { port: 0 }, onProgress: (step) => console.error(`· ${step}`) })
await using browser = Object.assign(await startBrowser(), {
  async [Symbol.asyncDispose](this: { close(): Promise<void> }) {
    await this.close()
  },
})
const results = await ringAll(demo, { waitMs: 20_000 })
// Something to see on a screen: an open app, a locked one, and one whose push service is down.
const { desk, kit } = demo
await desk.act('apns', 'open')
await desk.act('huawei', 'open')
await desk.act('huawei', 'lock')
desk.setFault('fcm', 'unavailable')
await fillStatistics(kit)
await demo.sender.sdk.v2TIMManager.getGroupManager().createGroup({
  groupID: 'rehearsal',
  groupType: 'Public',
  groupName: 'Rehearsal',
  introduction: 'Everything about the concert in May.',
  notification: 'Thursday, same room.',
  memberList: kit.vendors.map((vendor) => ({ userID: `user-${vendor}`, role: 200 })),
})
const app = `/apps/${kit.sdkAppID}`
const msgID = results.find(({ vendor }) => vendor === 'xiaomi')?.msgID ?? ''

const shots: readonly Shot[] = [
  {
    name: 'lab',
    path: '/lab',
    height: 1060,
    ready: async (page) => await page.getByText('vendor-accepted').first().waitFor(),
  },
  {
    name: 'overview',
    path: `${app}/overview`,
    height: 1500,
    ready: async (page) => await page.getByText('nearly used').first().waitFor(),
  },
  { name: 'apps', path: '/apps' },
  { name: 'start', path: `${app}/start` },
  { name: 'certificates', path: `${app}/certificates` },
  { name: 'certificate', path: `${app}/certificates/${kit.certificateID('huawei')}` },
  { name: 'new-certificate', path: `${app}/certificates/new/oppo` },
  {
    name: 'new-certificate-refused',
    path: `${app}/certificates/new/apns`,
    height: 1500,
    async ready(page) {
      await page.getByRole('textbox', { name: 'Bundle ID' }).fill('<script>')
      await page.getByRole('textbox', { name: 'Signing key (.p8)' }).fill('no key')
      await page.getByRole('button', { name: 'Check and save' }).click()
      await page.getByText('must be a bundle ID').waitFor()
    },
  },
  {
    name: 'push-test',
    path: `${app}/test?user=user-xiaomi`,
    ready: async (page) => await page.getByText('Xiaomi 15').first().waitFor(),
  },
  { name: 'stories', path: `${app}/stories?userID=user-xiaomi&hours=24` },
  { name: 'stories-of-app', path: `${app}/stories?all=1&hours=24` },
  {
    name: 'stories-span',
    path: `${app}/stories?groupID=rehearsal&fromMs=0&untilMs=4102444800000`,
  },
  { name: 'story', path: `/stories/${msgID}` },
  { name: 'accounts', path: `${app}/accounts` },
  {
    name: 'account',
    path: `${app}/accounts?user=user-xiaomi`,
    ready: async (page) => await page.getByText('Xiaomi 15').first().waitFor(),
  },
  {
    name: 'account-import',
    path: `${app}/accounts/import`,
    async ready(page) {
      const lines = [
        'userID,nickname,faceURL',
        'ada,Ada,https://example.com/ada.png',
        'bob,<b>Bob</b>',
        '미나,Mina',
      ]
      const buffer = Buffer.from(lines.join('\n'))
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'users.csv', mimeType: 'text/csv', buffer })
      await page.getByText('2 lines cannot be imported').waitFor()
    },
  },
  { name: 'groups', path: `${app}/groups` },
  {
    name: 'group',
    path: `${app}/groups?group=rehearsal`,
    height: 1500,
    ready: async (page) =>
      await page.getByText('Administrator').or(page.getByText('Member')).first().waitFor(),
  },
  {
    name: 'messages',
    path: `${app}/messages?user=user-xiaomi`,
    async ready(page) {
      await page.getByRole('textbox', { name: 'Other user ID' }).fill('mina')
      await page.getByRole('button', { name: 'Look up' }).click()
      await page.getByRole('textbox', { name: 'Why do you look?' }).fill('ticket 4711')
      await page
        .getByRole('button', { name: /^Show what .* wrote/ })
        .first()
        .click()
      await page.getByRole('table').getByRole('status').first().waitFor()
    },
  },
  {
    name: 'dry-run',
    path: `${app}/dry-run`,
    height: 1100,
    async ready(page) {
      await page.getByRole('textbox', { name: 'Sender' }).fill('mina')
      await page.getByRole('textbox', { name: 'Recipient' }).fill('user-xiaomi')
      await page.getByRole('textbox', { name: 'Text' }).fill('Dinner at seven?')
      await page.getByRole('button', { name: 'What would happen?' }).click()
      await page.getByLabel('Request to the vendor').first().waitFor()
    },
  },
  { name: 'settings', path: `${app}/settings` },
  { name: 'keys', path: `${app}/keys` },
  { name: 'people', path: '/people' },
  { name: 'audit', path: '/audit' },
  { name: 'api', path: '/api-document' },
  { name: 'password', path: '/account' },
  { name: 'nowhere', path: '/nowhere' },
  { name: 'sign-in', path: '/', isForStranger: true },
]

await mkdir(folder, { recursive: true })
for (const [look, options] of Object.entries(looks)) {
  await using visitor = await openVisitor(browser, options)
  const { page } = visitor
  await page.goto(await demo.consoleLink())
  await page.locator('#content').getByRole('heading', { level: 1 }).waitFor()
  await using stranger = await openVisitor(browser, options)
  for (const { name, path, height, ready, isForStranger } of shots) {
    if (wanted.length > 0 && !wanted.some((part) => `${name}-${look}`.includes(part))) continue
    const { viewport, locale } = options
    const { page: shown } = isForStranger ? stranger : visitor
    if (viewport) await shown.setViewportSize({ ...viewport, height: height ?? viewport.height })
    await shown.goto(`${kit.url}/console${path}`)
    await shown.getByRole('heading', { level: 1 }).waitFor()
    await shown.locator('.mantine-Skeleton-root, .mantine-Loader-root').first().waitFor({ state: 'detached' })
    if (locale === undefined)
      await ready?.(shown).catch((error: unknown) => console.error(`${name}: ${String(error)}`))
    const file = `${name}-${look}.png`
    const whole = await shown.screenshot({
      animations: 'disabled',
      timeout: 60_000,
    })
    const picture = smallPNG(whole)
    await writeFile(join(folder, file), picture)
    console.log(`${file}  ${Math.round(picture.byteLength / 1024)} kB`)
  }
}

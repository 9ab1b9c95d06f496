import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Phone } from '@carillon/lab'
import type { DesktopClient, Testkit, TestUser } from '@carillon/testkit'
import { waitUntil } from '@carillon/testkit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startBrowser } from '../support/browser.ts'
import { startSharedKit, type SharedKit } from '../support/kit.ts'
import { PageApp } from './page-app.ts'
import { serveFiles, type StaticFiles } from './static-files.ts'
import { MessengerUser } from './user.ts'

// Set by scripts/test-messenger.ts, which builds the messenger for browsers.
const folder = process.env.CARILLON_MESSENGER_BUILD ?? ''
/** Where pictures of the pages go, when somebody wants them. */
const pictures = process.env.CARILLON_MESSENGER_PICTURES

let shared: SharedKit
let kit: Testkit
let browser: Browser
let files: StaticFiles
let bob: DesktopClient

beforeAll(async () => {
  files = await serveFiles(folder)
  browser = await startBrowser()
  shared = await startSharedKit({ vendors: ['fcm', 'apns'] })
  kit = shared.kit
  bob = await kit.logIn(await kit.createUser('bob', 'Bob'))
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await shared?.[Symbol.asyncDispose]()
  await files?.[Symbol.asyncDispose]()
})

const address = (): string => kit.url.replace(/^http/, 'ws')

interface Messenger extends AsyncDisposable {
  user: TestUser
  app: PageApp
  phone: Phone
  ui: MessengerUser
  line: object
}

/** The messenger on a phone, opened. */
const openMessenger = async (
  userID: string,
  vendor: 'fcm' | 'apns' = 'fcm',
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Messenger> => {
  const user = await kit.createUser(userID)
  const app = new PageApp({
    browser,
    url: files.url,
    os: vendor === 'apns' ? 'ios' : 'android',
    colorScheme,
    carillonPush: JSON.stringify({
      version: 1,
      server: address(),
      sdkAppID: kit.sdkAppID,
      vendors: { [vendor]: { certificateID: kit.certificateID(vendor) } },
    }),
  })
  const phone = kit.createDevice({ vendor, app, name: `${userID}'s phone` })
  await phone.launch()
  const line = { server: address(), sdkAppID: kit.sdkAppID, userID, userSig: user.userSig }
  return {
    user,
    app,
    phone,
    ui: new MessengerUser(app),
    line,
    async [Symbol.asyncDispose]() {
      await phone.close()
      await app[Symbol.asyncDispose]()
    },
  }
}

const picture = async ({ ui }: Messenger, name: string): Promise<void> => {
  if (pictures === undefined) return
  await mkdir(pictures, { recursive: true })
  await ui.page.screenshot({ path: join(pictures, `${name}.png`) })
}

/** The push token has reached the server: from now on the phone can be rung. */
const isRegistered = async ({ ui }: Messenger): Promise<void> => {
  await ui.find('open-settings').click()
  await ui.sees('push-state', 'registered')
  await ui.back()
}

describe.each(['fcm', 'apns'] as const)('the messenger on a phone with %s', (vendor) => {
  it('sign in, send, background, ring, tap: the right conversation opens', async () => {
    await using ann = await openMessenger(`ann-${vendor}`, vendor)
    const { ui, phone, user } = ann
    if (vendor === 'fcm') await picture(ann, 'sign-in')
    await ui.signIn(ann.line)
    await isRegistered(ann)

    await bob.sendText(user.userID, 'Are you coming tonight?')
    await ui.sees('conversation c2c_bob', 'Are you coming tonight?')
    await ui.sees('unread c2c_bob', '1')
    await ui.openChat('c2c_bob')
    await ui.writes('Yes, at eight')
    const received = await bob.waitForMessage(({ sender }) => sender === user.userID)
    expect(received.textElem?.text).toBe('Yes, at eight')
    expect(JSON.parse(received.offlinePushInfo?.ext ?? '{}')).toMatchObject({
      entity: { chatType: 1, sender: user.userID },
    })
    await ui.seesText('Sent')
    await ui.back()
    await ui.find('unread c2c_bob').waitFor({ state: 'detached' })

    await phone.goHome()
    const ext = JSON.stringify({ entity: { action: 1, chatType: 1, sender: 'bob' } })
    await bob.sendText(user.userID, 'Bring the guitar', { offlinePushInfo: { ext } })
    const shown = await phone.waitForNotification()
    expect(shown).toMatchObject({ title: 'Bob', body: 'Bring the guitar' })
    await phone.tap(shown)
    await ui.find('composer').waitFor()
    await ui.sees('title', 'Bob')
    await ui.seesText('Bring the guitar')
    expect(ann.app.faults).toEqual([])
  })

  it('killed: the tap starts the app, which signs in and opens the right conversation', async () => {
    await using ann = await openMessenger(`killed-${vendor}`, vendor)
    const { ui, phone, user } = ann
    await ui.signIn(ann.line)
    await isRegistered(ann)
    const { data: groupID = '' } = await bob.sdk.v2TIMManager.getGroupManager().createGroup({
      groupType: 'Work',
      groupName: 'Choir',
      addOpt: 2,
      memberList: [{ userID: user.userID, role: 200 }],
    })
    await phone.kill()
    const ext = JSON.stringify({ entity: { action: 1, chatType: 2, sender: groupID } })
    const messages = bob.sdk.v2TIMManager.getMessageManager()
    const created = await messages.createTextMessage('Rehearsal at six')
    await messages.sendMessage({ id: created.data?.id ?? '', groupID, offlinePushInfo: { ext } })
    const shown = await phone.waitForNotification()
    expect(shown).toMatchObject({ title: 'Choir' })
    await phone.tap(shown)
    await ui.seesText('Rehearsal at six')
    await ui.sees('title', 'Choir')
    expect(phone.notifications).toEqual([])
  })
})

describe('the messenger', () => {
  it('tells of a wrong UserSig what the server says', async () => {
    await using ann = await openMessenger('wrong-sig')
    await ann.ui.find('paste').fill(JSON.stringify({ ...ann.line, userSig: 'eJw-not-a-signature' }))
    await ann.ui.find('sign-in').click()
    await ann.ui.sees('sign-in-problem', /\(\d+\)/)
  })

  it('takes a sign-in line in every form it comes in', async () => {
    await using ann = await openMessenger('paster')
    const { ui } = ann
    const sig = `eJw${'x-Y_*'.repeat(12)}`
    const before = ['ws://127.0.0.1:8480', '', '', '']
    const cases: readonly [pasted: string, fields: readonly string[]][] = [
      ['nonsense', before],
      ['{"userID":', before],
      [sig, ['ws://127.0.0.1:8480', '', '', sig]],
      [
        `{"sdkAppID":1400000009,"userID":"ann","userSig":"${sig}"}`,
        ['ws://127.0.0.1:8480', '1400000009', 'ann', sig],
      ],
      [
        `https://example.com/#server=wss%3A%2F%2Fchat.example.com&sdkAppID=7&userID=b%20c&userSig=${sig}`,
        ['wss://chat.example.com', '7', 'b c', sig],
      ],
    ]
    for (const [pasted, fields] of cases) {
      await ui.page.reload()
      await ui.find('paste').fill(pasted)
      const shown = ['server', 'sdkAppID', 'userID', 'userSig'].map((name) => ui.find(name).inputValue())
      expect(await Promise.all(shown)).toEqual(fields)
    }
    await ui.page.reload()
    await ui.find('sign-in').click()
    await ui.sees('sign-in-problem', 'Fill in all four fields.')
  })

  it.each([
    ['none', undefined],
    ['of another app', '{"entity":"chat"}'],
    ['of a kind unknown here', '{"entity":{"chatType":9,"sender":"bob"}}'],
    ['that is no JSON', 'entity=bob'],
  ])('with an ext %s the tap opens the list', async (name, ext) => {
    const userID = `ext-${name.replaceAll(' ', '-')}`
    await using ann = await openMessenger(userID)
    const { ui, phone } = ann
    await ui.signIn(ann.line)
    await isRegistered(ann)
    await phone.kill()
    await bob.sendText(userID, 'hello', ext === undefined ? {} : { offlinePushInfo: { ext } })
    await phone.tap(await phone.waitForNotification())
    await ui.sees('conversation c2c_bob', 'hello')
    await ui.sees('title', 'Chats')
    expect(ann.app.faults).toEqual([])
  })

  it('stays quiet after signing out, and is signed in again after a restart until then', async () => {
    await using ann = await openMessenger('restarts')
    await ann.ui.signIn(ann.line)
    await isRegistered(ann)
    await ann.phone.kill()
    await ann.phone.launch()
    await ann.ui.find('open-settings').click()
    await ann.ui.find('sign-out').click()
    await ann.ui.find('sign-in').waitFor()
    const { msgID = '' } = await bob.sendText('restarts', 'for nobody')
    const story = await kit.finishedStory(msgID)
    expect(story.devices.every(({ state }) => state === 'suppressed')).toBe(true)
    expect(ann.phone.notifications).toEqual([])
    await ann.ui.signIn(ann.line)
    await ann.ui.sees('conversation c2c_bob', 'for nobody')
  })

  it('says when another phone took over', async () => {
    await using ann = await openMessenger('twice')
    await ann.ui.signIn(ann.line)
    await kit.logIn(ann.user, 'android')
    await ann.ui.sees('sign-in-problem', 'You signed in on another phone.')
  })

  it('shows the push story of an own message', async () => {
    await using ann = await openMessenger('teller')
    const eve = await kit.createUser('eve', 'Eve')
    const hers = await kit.createPhone({ vendor: 'apns', user: eve })
    await hers.kill()
    await ann.ui.signIn(ann.line)
    await ann.ui.find('new-chat').click()
    await ann.ui.find('peer').fill('eve')
    await ann.ui.find('start-chat').click()
    await ann.ui.writes('Good night, Eve')
    await hers.waitForNotification((shown) => shown.body === 'Good night, Eve')
    await ann.ui.seesText('Push story')
    await ann.ui.page.getByText('Push story').click()
    await waitUntil('the end of the story', async () => {
      await ann.ui.find('refresh').click()
      return (await ann.ui.find('story-state').textContent()) === 'accepted'
    })
    await picture(ann, 'story')
  })

  it('shows what was read, and only once somebody looked', async () => {
    await using ann = await openMessenger('reader')
    const { ui, phone } = ann
    const receipts: string[] = []
    bob.sdk.v2TIMManager.getMessageManager().addAdvancedMsgListener({
      onRecvC2CReadReceipt: (list) => receipts.push(...list.map(({ userID }) => userID)),
    })
    await ui.signIn(ann.line)
    await isRegistered(ann)
    await bob.sendText('reader', 'one')
    await ui.openChat('c2c_bob')
    await waitUntil('the first receipt', () => receipts.includes('reader'))
    await phone.goHome()
    receipts.length = 0
    await bob.sendText('reader', 'two')
    // The page has it, but nobody looks at it.
    await ui.seesText('two')
    await phone.waitForNotification((shown) => shown.body === 'two')
    expect(receipts).toEqual([])
    await phone.launch()
    await waitUntil('the second receipt', () => receipts.includes('reader'))
    await ui.writes('I read it')
    await bob.waitForMessage(({ textElem }) => textElem?.text === 'I read it')
    await bob.sdk.v2TIMManager.getMessageManager().markC2CMessageAsRead('reader')
    await ui.seesText('Read')
  })

  it('makes a group; a message that is refused can be sent again', async () => {
    await using ann = await openMessenger('founder')
    const { ui } = ann
    await ui.signIn(ann.line)
    await ui.find('new-chat').click()
    await ui.find('group-name').fill('Hikers')
    await ui.find('group-members').fill('bob')
    await ui.find('create-group').click()
    await ui.writes('Sunday, nine o’clock')
    const { groupID = '' } = await bob.waitForMessage(
      ({ textElem }) => textElem?.text?.startsWith('Sunday') === true,
    )
    expect(groupID).not.toBe('')

    const groups = bob.sdk.v2TIMManager.getGroupManager()
    const { data: quiet = '' } = await groups.createGroup({
      groupType: 'Public',
      groupName: 'Quiet',
      addOpt: 2,
      isAllMuted: true,
      memberList: [{ userID: 'founder', role: 200 }],
    })
    const messages = bob.sdk.v2TIMManager.getMessageManager()
    const created = await messages.createTextMessage('Silence, please')
    await messages.sendMessage({ id: created.data?.id ?? '', groupID: quiet })
    await ui.back()
    await ui.openChat(`group_${quiet}`)
    await ui.writes('Hello?')
    await ui.seesText('Not sent. Tap to send again.')
    await ui.sees('chat-problem', '10017')
    await groups.setGroupInfo({ groupID: quiet, groupType: 'Public', isAllMuted: false })
    await ui.page.getByText('Hello?').click()
    await bob.waitForMessage(({ textElem }) => textElem?.text === 'Hello?')
    await ui.find('chat-problem').waitFor({ state: 'detached' })
  })

  it('sends a picture and shows one that came', async () => {
    await using ann = await openMessenger('painter')
    const { ui } = ann
    await ui.signIn(ann.line)
    await ui.find('new-chat').click()
    await ui.find('peer').fill('bob')
    await ui.find('start-chat').click()
    const chooser = ui.page.waitForEvent('filechooser')
    await ui.find('send-picture').click()
    await (
      await chooser
    ).setFiles(fileURLToPath(new URL('../../docs/images/messenger-chat.png', import.meta.url)))
    const received = await bob.waitForMessage(
      ({ sender, imageElem }) => sender === 'painter' && imageElem !== undefined,
    )
    const original = received.imageElem?.imageList?.find(({ type }) => type === 0)
    expect(original).toMatchObject({ width: 780, height: 1688 })
    const messages = bob.sdk.v2TIMManager.getMessageManager()
    const forwarded = await messages.createForwardMessage(received.msgID ?? '')
    await messages.sendMessage({ id: forwarded.data?.id ?? '', receiver: 'painter' })
    // A picture with an address the browser cannot load has no size.
    await waitUntil('both pictures', async () => {
      const widths = await ui.page
        .locator('img')
        .evaluateAll((all) => all.map((each) => (each as { naturalWidth?: number }).naturalWidth))
      return widths.length === 2 && widths.every((width) => (width ?? 0) > 0)
    })
    expect(ann.app.faults).toEqual([])
  })

  it('tests push on the phone and names the failing hop with its remedy', async () => {
    await using ann = await openMessenger('tester')
    const { ui, phone } = ann
    await ui.signIn(ann.line)
    await ui.find('open-settings').click()
    await ui.sees('push-state', 'registered')
    await ui.sees('permission', 'granted')
    await ui.find('self-test').click()
    await ui.sees('test-result', 'Push works on this phone.')
    phone.setSwitches({ notificationsAllowed: false })
    await ui.find('self-test').click()
    await ui.sees('test-result', /permission: [\s\S]*What to do/)
    await ui.sees('permission', 'denied')
  })

  it.each(['light', 'dark'] as const)('keeps its list live, in the %s colours', async (colorScheme) => {
    const userID = `ann-${colorScheme}`
    await using ann = await openMessenger(userID, 'fcm', colorScheme)
    const { ui } = ann
    await ui.signIn(ann.line)
    const senders = await Promise.all(
      [
        ['mina', 'Mina', 'Dinner at seven? I will bring the good bread.'],
        ['jonas', 'Jonas', 'Rehearsal moved to Thursday, same room.'],
        ['lena', 'Lena', 'The night train is on time.'],
      ].map(async ([id = '', nick, text = '']) => {
        const from = await kit.logIn(await kit.createUser(`${id}-${colorScheme}`, nick))
        return { from, nick, text }
      }),
    )
    for (const { from, text } of senders) {
      await from.sendText(userID, text)
      await ui.sees(`conversation c2c_${from.userID}`, text)
    }
    const order = async () => await ui.page.locator('[data-testid^="conversation "]').allTextContents()
    expect((await order()).map((row) => row.includes('Lena'))).toEqual([true, false, false])
    const mina = senders[0]?.from
    await mina?.sendText(userID, 'And the cheese.')
    await ui.sees(`unread c2c_mina-${colorScheme}`, '2')
    expect((await order())[0]).toContain('And the cheese.')
    await picture(ann, `list-${colorScheme}`)
    await ui.openChat(`c2c_mina-${colorScheme}`)
    await ui.writes('Seven is fine. See you there!')
    await mina?.waitForMessage(({ textElem }) => textElem?.text?.startsWith('Seven') === true)
    await mina?.sdk.v2TIMManager.getMessageManager().markC2CMessageAsRead(userID)
    await ui.seesText('Read')
    await picture(ann, `chat-${colorScheme}`)
  })
})

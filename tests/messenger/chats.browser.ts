import { fileURLToPath } from 'node:url'

import type { DesktopClient, Testkit } from '@carillon/testkit'
import { waitUntil } from '@carillon/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { isRegistered, startLane, takePicture, type MessengerLane } from './lane.ts'

let lane: MessengerLane
let kit: Testkit
let bob: DesktopClient

beforeAll(async () => {
  lane = await startLane()
  kit = lane.kit
  bob = lane.bob
}, 60_000)
afterAll(async () => await lane?.[Symbol.asyncDispose]())

it.each(['light', 'dark'] as const)('keeps its list live, in the %s colours', async (colorScheme) => {
  const userID = `ann-${colorScheme}`
  await using ann = await lane.openMessenger(userID, 'fcm', colorScheme)
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
  await takePicture(ann, `list-${colorScheme}`)
  await ui.openChat(`c2c_mina-${colorScheme}`)
  await ui.writes('Seven is fine. See you there!')
  await mina?.waitForMessage(({ textElem }) => textElem?.text?.startsWith('Seven') === true)
  await mina?.sdk.v2TIMManager.getMessageManager().markC2CMessageAsRead(userID)
  await ui.seesText('Read')
  await takePicture(ann, `chat-${colorScheme}`)
})

it('shows what was read, and only once somebody looked', async () => {
  await using ann = await lane.openMessenger('reader')
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
  await using ann = await lane.openMessenger('founder')
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
  await using ann = await lane.openMessenger('painter')
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

import { capabilities } from '@carillon/channels'
import type { PushStory } from '@carillon/protocol'

import type { DesktopClient } from '../desktop-client.ts'
import type { TestPhone } from '../phone/test-phone.ts'
import { LabDesk } from '../lab-desk/lab-desk.ts'
import { InProcessServer } from '../server-host.ts'
import { startTestkit, type Testkit, type TestkitOptions } from '../testkit.ts'
import { waitUntil } from '../wait.ts'
import { ArgumentError, type FaultRequest } from '../cli/faults.ts'

/** What one phone was to show, and what it shows. */
export interface PhoneResult {
  phone: string
  vendor: string
  userID: string
  msgID: string
  /** What the notification should say. */
  expected: { title: string; body: string }
  /** The tray as it stands. */
  notifications: readonly { title: string; body: string }[]
  story: PushStory | undefined
  /** From the answer to the sender to the notification, milliseconds. */
  elapsedMs?: number
  /** Why the phone does not show exactly its notification; absent when it does. */
  problem?: string
}

/** A running demonstration. */
export interface Demo extends AsyncDisposable {
  kit: Testkit
  sender: DesktopClient
  phones: readonly TestPhone[]
  /** What the console shows of them. */
  desk: LabDesk
  /** A one-time link that opens the console, which shows these phones. */
  consoleLink(): Promise<string>
}

const senderNick = 'Mina'

const texts = [
  'Dinner at seven? I will bring the good bread.',
  'The night train is on time. See you at the station!',
  'Your parcel is with the neighbour in number 8.',
  'Rehearsal moved to Thursday, same room.',
  'Saw the first snow this morning ❄️',
  'Can you water the plants while I am away?',
  'The report is done. Good night!',
  'Happy birthday, dear!',
]

/** Starts everything: one phone a vendor, each with a user logged in, their apps put to sleep. */
export const startDemo = async (options: TestkitOptions): Promise<Demo> => {
  const { onProgress = () => undefined } = options
  const desk = new LabDesk()
  const kit = await startTestkit({ receipts: true, ...options, parts: { ...options.parts, lab: desk } })
  try {
    const sender = await kit.logIn(await kit.createUser('mina', senderNick))
    onProgress('phones: install the app, log in, report the push token')
    const phones: TestPhone[] = []
    for (const vendor of kit.vendors) {
      const user = await kit.createUser(`user-${vendor}`)
      phones.push(await kit.createPhone({ vendor, user }))
    }
    desk.open({
      kit,
      desktops: [{ client: sender, nickName: senderNick }],
      phones: phones.map((phone) => ({ phone, userID: `user-${phone.vendor}` })),
    })
    return {
      kit,
      sender,
      phones,
      desk,
      async consoleLink() {
        if (kit.server instanceof InProcessServer) return await kit.server.consoleLink()
        throw new Error('the server of this testkit runs in another process')
      },
      async [Symbol.asyncDispose]() {
        await desk[Symbol.asyncDispose]()
        await kit[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await kit[Symbol.asyncDispose]()
    throw error
  }
}

/** Switches the faults on that the command line asks for. @throws ArgumentError */
export const switchFaultsOn = ({ kit }: Demo, requests: readonly FaultRequest[]): void => {
  for (const { vendor, name, options } of requests) {
    try {
      const { faults } = kit.lab[vendor]
      ;(faults.set as (name: string, options: object) => void).call(faults, name, options)
    } catch (error) {
      throw new ArgumentError(`--fault ${vendor}:${name}: ${(error as Error).message}`)
    }
  }
}

/** Puts every phone to sleep, sends each a message, and sees what its screen shows. */
export const ringAll = async (
  { kit, desk, sender, phones }: Demo,
  { waitMs, onResult }: { waitMs: number; onResult?: (result: PhoneResult) => void },
): Promise<readonly PhoneResult[]> => {
  await Promise.all(phones.map(async (phone) => await phone.kill()))
  return await Promise.all(
    phones.map(async (phone, index) => {
      const result = await ring({ kit, desk, sender }, phone, texts[index % texts.length] ?? '', waitMs)
      onResult?.(result)
      return result
    }),
  )
}

const ring = async (
  { kit, desk, sender }: Pick<Demo, 'kit' | 'desk' | 'sender'>,
  phone: TestPhone,
  body: string,
  waitMs: number,
): Promise<PhoneResult> => {
  const userID = `user-${phone.vendor}`
  const expected = { title: senderNick, body }
  const startedMs = performance.now()
  const [{ msgID } = { msgID: '' }] = await desk.send(sender.userID, [userID], body)
  // Whichever comes first: the notification, an end without one, or a lane that stands still.
  await waitUntil(
    phone.name,
    async () => phone.notifications.length > 0 || isStuck(await kit.server.story(msgID)),
    { timeoutMs: waitMs },
  ).catch(() => undefined)
  const elapsedMs = phone.notifications.length > 0 ? performance.now() - startedMs : undefined
  await kit.finishedStory(msgID, { timeoutMs: 1000 }).catch(() => undefined)
  if (phone.notifications.length > 0) await receiptOf(kit, phone, msgID)
  const story = await kit.server.story(msgID)
  const notifications = phone.notifications.map((shown) => ({ title: shown.title, body: shown.body }))
  const problem = problemOf(expected, notifications, story, waitMs)
  return {
    phone: phone.name,
    vendor: phone.vendor,
    userID,
    msgID,
    expected,
    notifications,
    story,
    ...(elapsedMs === undefined ? {} : { elapsedMs }),
    ...(problem === undefined ? {} : { problem }),
  }
}

/** Waits a moment for the vendor's word that the phone has it, where the vendor gives one. */
const receiptOf = async (kit: Testkit, { vendor }: TestPhone, msgID: string): Promise<void> => {
  if (capabilities[vendor]?.receipts.includes('delivered') !== true) return
  const isDelivered = async (): Promise<boolean> =>
    (await kit.server.story(msgID))?.devices.some(({ state }) => state === 'delivered') === true
  await waitUntil('the receipt', isDelivered, { timeoutMs: 1000 }).catch(() => undefined)
}

/** Whether the story has come to where waiting does not help: an end, or a lane that waits for a person. */
const isStuck = (story: PushStory | undefined): boolean =>
  story !== undefined &&
  story.devices.length > 0 &&
  story.devices.every((device) => device.state !== 'pending' || device.reason === 'lane-stopped')

const problemOf = (
  expected: PhoneResult['expected'],
  notifications: PhoneResult['notifications'],
  story: PushStory | undefined,
  waitMs: number,
): string | undefined => {
  const [first, ...others] = notifications
  if (first === undefined) return `shows no notification: ${whyNot(story, waitMs)}`
  if (others.length > 0) return `shows ${notifications.length} notifications instead of one`
  if (first.title !== expected.title || first.body !== expected.body)
    return `shows "${first.title}": "${first.body}" instead of "${expected.title}": "${expected.body}"`
  return undefined
}

const whyNot = (story: PushStory | undefined, waitMs: number): string => {
  const device = story?.devices[0]
  if (!device) return `nothing was decided within ${waitMs / 1000} s`
  const words = device.entries.findLast((entry) => entry.vendorWords !== undefined)?.vendorWords
  const said =
    words === undefined
      ? ''
      : `; the vendor says ${words.code}${words.text === undefined ? '' : `: ${words.text}`}`
  return `${device.state}, ${device.reason}${said}`
}

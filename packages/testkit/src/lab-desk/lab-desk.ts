import type {
  ConsoleLab,
  ConsoleLabAction,
  ConsoleLabChatMessage,
  ConsoleLabFault,
  ConsoleLabRequest,
  ConsoleLabSent,
  ConsoleLabSwitch,
  VendorId,
} from '@carillon/protocol'
import { OperatorError, type ConsoleLabPart } from '@carillon/server'

import type { DesktopClient } from '../desktop-client.ts'
import type { TestPhone } from '../phone/test-phone.ts'
import type { Testkit } from '../testkit.ts'
import { sendText } from './send-text.ts'
import { switchFault } from './vendor-faults.ts'
import { viewPhone, viewRequest } from './views.ts'

/** What is kept of what was sent and of a chat. */
const maxKept = 50
const requestsShown = 20

/** A phone of the desk, and whose it is. */
interface DeskPhone {
  phone: TestPhone
  userID: string
  chat: ConsoleLabChatMessage[]
  /** How many of the messages the app was given are in the chat. */
  taken: number
  fault: ConsoleLabFault | undefined
}

interface DeskUser {
  client: DesktopClient
  nickName: string
}

const impossible = (message: string): OperatorError => new OperatorError('CRL_LAB', message)

/**
 * The lab behind the console's page of it: the phones of a testkit, their vendors, and users at a
 * computer. Made before the server, which it is handed to; filled with `open` when the phones are there.
 */
export class LabDesk implements ConsoleLabPart, AsyncDisposable {
  readonly #phones = new Map<VendorId, DeskPhone>()
  readonly #desktops = new Map<string, DeskUser>()
  readonly #closers: (() => void)[] = []
  readonly #waiting = new Set<() => void>()
  #kit: Testkit | undefined
  #sent: ConsoleLabSent[] = []
  #version = 1
  #isClosed = false

  /** Takes what a testkit has. Call it once. */
  open(given: {
    kit: Testkit
    desktops: readonly DeskUser[]
    phones: readonly { phone: TestPhone; userID: string }[]
  }): void {
    this.#kit = given.kit
    for (const user of given.desktops) this.#desktops.set(user.client.userID, user)
    const noteChange = (): void => this.#changed()
    for (const { phone, userID } of given.phones) {
      const entry: DeskPhone = { phone, userID, chat: [], taken: 0, fault: undefined }
      this.#phones.set(phone.vendor, entry)
      this.#closers.push(
        phone.device.onChange(noteChange),
        phone.app.onShow(() => this.#takeReceived(entry)),
        given.kit.lab[phone.vendor].onRequest(noteChange),
      )
      this.#takeReceived(entry)
    }
    this.#changed()
  }

  view(): ConsoleLab {
    const sentIDs = this.#sent.map(({ msgID }) => msgID)
    return {
      version: this.#version,
      isReady: this.#kit !== undefined,
      sdkAppID: this.#kit?.sdkAppID ?? 0,
      phones: [...this.#phones.values()].map((entry) =>
        viewPhone({ ...entry, requestCount: this.#emulator(entry.phone.vendor).requestCount }, sentIDs),
      ),
      desktops: [...this.#desktops.values()].map(({ client, nickName }) => ({
        userID: client.userID,
        nickName,
      })),
      sent: this.#sent,
    }
  }

  async changed(version: number, atMostMs: number): Promise<void> {
    if (this.#version > version || this.#isClosed) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, atMostMs)
      this.#waiting.add(done)
    })
  }

  async act(vendor: VendorId, action: ConsoleLabAction): Promise<void> {
    const { phone } = this.#phone(vendor)
    await this.#attempt(async () => {
      switch (action) {
        case 'kill':
          return await phone.kill()
        case 'open':
          return await phone.launch()
        case 'home':
          return await phone.goHome()
        case 'lock':
          return await phone.lock()
        case 'unlock':
          return await phone.unlock()
        case 'clear':
          for (const shown of phone.notifications) phone.device.dismiss(shown)
          return
        case 'go-offline':
          return phone.device.network.goOffline()
        case 'go-online':
          return phone.device.network.goOnline()
        default:
          action satisfies never
      }
    })
  }

  async tap(vendor: VendorId, notificationID: number): Promise<void> {
    const { phone } = this.#phone(vendor)
    const shown = phone.notifications.find(({ id }) => id === notificationID)
    if (shown === undefined)
      throw impossible(`${phone.name} does not show this notification any more. Send another message.`)
    await this.#attempt(async () => await phone.tap(shown))
  }

  setSwitch(vendor: VendorId, name: ConsoleLabSwitch, isOn: boolean): void {
    this.#phone(vendor).phone.device.setSwitches({ [name]: isOn })
    this.#changed()
  }

  setChannel(vendor: VendorId, channelID: string, isEnabled: boolean): void {
    const { device } = this.#phone(vendor).phone
    if (!device.channels.has(channelID))
      throw impossible(
        `${device.name} has no channel ${channelID}. The app makes its channels when it starts.`,
      )
    device.setChannelEnabled(channelID, isEnabled)
    this.#changed()
  }

  async send(
    fromUserID: string,
    toUserIDs: readonly string[],
    text: string,
  ): Promise<readonly ConsoleLabSent[]> {
    const owner = [...this.#phones.values()].find(({ userID }) => userID === fromUserID)
    const desktop = this.#desktops.get(fromUserID)
    if (owner === undefined && desktop === undefined)
      throw impossible(`${fromUserID} is no user of this lab. Choose one of the list.`)
    if (owner !== undefined && owner.phone.device.process === undefined)
      throw impossible(`The app on ${owner.phone.name} does not run. Open it, then send from it.`)
    return await this.#attempt(async () => {
      const sdk = desktop?.client.sdk ?? owner?.phone.app.running.sdk
      if (sdk === undefined) return []
      const sendOne = async (toUserID: string): Promise<ConsoleLabSent> => {
        const msgID = await sendText(sdk, toUserID, text)
        return { msgID, text, fromUserID, toUserID, atMs: Date.now() }
      }
      const sent = await Promise.all(toUserIDs.map(sendOne))
      this.#sent = [...sent, ...this.#sent].slice(0, maxKept)
      for (const { msgID, atMs } of owner === undefined ? [] : sent)
        owner?.chat.push({ msgID, text, atMs, isOwn: true, from: fromUserID })
      this.#changed()
      return sent
    })
  }

  setFault(vendor: VendorId, fault: ConsoleLabFault | undefined): void {
    const entry = this.#phone(vendor)
    switchFault(this.#emulator(vendor).faults, vendor, fault)
    entry.fault = fault
    this.#changed()
  }

  requests(vendor: VendorId): readonly ConsoleLabRequest[] {
    this.#phone(vendor)
    return this.#emulator(vendor).requests.slice(-requestsShown).toReversed().map(viewRequest)
  }

  /** Listens no more; who waits for news is answered. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    for (const close of this.#closers.splice(0)) close()
    this.#changed()
    return Promise.resolve()
  }

  #phone(vendor: VendorId): DeskPhone {
    const found = this.#phones.get(vendor)
    if (found === undefined)
      throw impossible(`There is no phone of ${vendor} in the lab (yet). Wait until its phones are set up.`)
    return found
  }

  #emulator(vendor: VendorId): Testkit['lab'][VendorId] {
    if (this.#kit === undefined) throw impossible('The lab is still being set up. Wait a moment.')
    return this.#kit.lab[vendor]
  }

  #takeReceived(entry: DeskPhone): void {
    const { received } = entry.phone.app
    for (const message of received.slice(entry.taken))
      entry.chat.push({
        msgID: message.msgID ?? '',
        text: message.textElem?.text ?? '',
        atMs: (message.timestamp ?? 0) * 1000,
        isOwn: false,
        from: message.nickName || (message.sender ?? ''),
      })
    entry.taken = received.length
    entry.chat.splice(0, entry.chat.length - maxKept)
    this.#changed()
  }

  #changed(): void {
    this.#version += 1
    for (const done of this.#waiting) done()
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw impossible(`It did not work: ${(error as Error).message}. Look at the phone, then try again.`)
    }
  }
}

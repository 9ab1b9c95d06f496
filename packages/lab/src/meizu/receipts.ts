import type { LabClock } from '../clock.ts'
import { ReceiptPoster, type Posted } from '../emulator/receipt-poster.ts'
import type { MeizuReceipt, MeizuSettings } from './types.ts'

/** Something that happened to one message. */
export interface ReceiptEvent {
  url: string
  accessToken: string
  messageID: string
  param: string
  target: string
  /** 1 delivered, 2 clicked. */
  type: 1 | 2
}

type Post = MeizuReceipt extends Posted<infer P> ? P : never

/** Posts receipts as a form, those for one address together. What is not taken is lost: Meizu posts once. */
export const createReceipts = (clock: LabClock, settings: MeizuSettings): ReceiptPoster<ReceiptEvent, Post> =>
  new ReceiptPoster({
    clock,
    delayMs: () => settings.receiptDelayMs,
    attempts: () => 1,
    gather: (events) =>
      [...Map.groupBy(events, ({ url, accessToken }) => JSON.stringify([url, accessToken])).values()].flatMap(
        postingOf,
      ),
  })

const postingOf = (events: readonly ReceiptEvent[]): Post[] => {
  const [first] = events
  if (first === undefined) return []
  const byMessage = Map.groupBy(events, ({ messageID, type }) => `${messageID}-${type}`)
  const data = Object.fromEntries(
    [...byMessage].map(([key, ofKey]) => [
      key,
      { param: ofKey[0]?.param ?? '', type: ofKey[0]?.type, targets: ofKey.map(({ target }) => target) },
    ]),
  )
  const body = new URLSearchParams({ cb: JSON.stringify(data), access_token: first.accessToken })
  const contentType = 'application/x-www-form-urlencoded; charset=UTF-8'
  return [{ url: first.url, contentType, body: body.toString(), data }]
}

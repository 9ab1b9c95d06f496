// The process of the push benches in which the senders are: the real SDK, one connection each.
import { DesktopClient } from '@carillon/testkit'

import { parentProcess } from './group-send-talk.ts'
import type { PushServerReady } from './push-server.ts'

export type PushClientsQuestion =
  /** So many sends a second, whether or not the earlier ones are answered. */
  | { ask: 'pace'; perSecond: number; durationMs: number; receivers: readonly string[] }
  /** So many sends that wait for an answer at any time. */
  | { ask: 'flood'; atOnce: number; durationMs: number; receivers: readonly string[] }
  | { ask: 'group'; groupID: string }

export interface PushClientsReport {
  /** msgID, receiver, and when `sendMessage` was called, epoch milliseconds. */
  sent: [msgID: string, receiver: string, atMs: number][]
  failed: number
  durationMs: number
}

const parent = parentProcess<PushServerReady | PushClientsQuestion>()
const { url, sdkAppID, senders } = (await parent.next()) as PushServerReady
const clients: DesktopClient[] = []
for (const { userID, userSig } of senders)
  clients.push(await DesktopClient.logIn({ server: url, sdkAppID, userID, userSig }))
parent.say('ready')

const now = (): number => performance.timeOrigin + performance.now()
let number = 0

const send = async (report: PushClientsReport, receiver: string, groupID = ''): Promise<void> => {
  number += 1
  const client = clients[number % clients.length]
  if (client === undefined) throw new Error('nobody to send')
  const messages = client.sdk.v2TIMManager.getMessageManager()
  const { data } = await messages.createTextMessage(`See you at six? ${number}`)
  const atMs = now()
  const answer = await messages.sendMessage({ id: data?.id ?? '', receiver, groupID })
  if (answer.code === 0) report.sent.push([answer.data?.msgID ?? '', receiver, atMs])
  else report.failed += 1
}

const receiverOf = (receivers: readonly string[], index: number): string =>
  receivers[index % receivers.length] ?? ''

const pace = async (
  report: PushClientsReport,
  question: Extract<PushClientsQuestion, { ask: 'pace' }>,
): Promise<void> => {
  const { perSecond, durationMs, receivers } = question
  const startMs = now()
  const sends: Promise<void>[] = []
  const count = Math.round((perSecond * durationMs) / 1000)
  while (sends.length < count) {
    const due = Math.min(count, Math.ceil(((now() - startMs) * perSecond) / 1000))
    while (sends.length < due) sends.push(send(report, receiverOf(receivers, sends.length)))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(sends)
}

const flood = async (
  report: PushClientsReport,
  question: Extract<PushClientsQuestion, { ask: 'flood' }>,
): Promise<void> => {
  const { atOnce, durationMs, receivers } = question
  const endMs = now() + durationMs
  let index = 0
  const lane = async (): Promise<void> => {
    while (now() < endMs) {
      index += 1
      await send(report, receiverOf(receivers, index))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

for (;;) {
  const question = (await parent.next()) as PushClientsQuestion
  const report: PushClientsReport = { sent: [], failed: 0, durationMs: 0 }
  const startMs = now()
  switch (question.ask) {
    case 'pace':
      await pace(report, question)
      break
    case 'flood':
      await flood(report, question)
      break
    case 'group':
      // The first sender is the one in the group.
      number = clients.length - 1
      await send(report, '', question.groupID)
      break
    default:
      question satisfies never
  }
  report.durationMs = now() - startMs
  parent.say(report)
}

import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'

import { machine, nextMessage, spreadOf } from './processes.ts'
import type { PushServerReport } from './push-server.ts'
import { startPushSetting } from './push-setting.ts'

const otherPhones = 10_000
const MiB = 2 ** 20
const mostRSSBytes = 512 * MiB

/**
 * So many messages wait for a vendor that answers 503, and then drain: memory of the server's process must
 * not follow the queue. The vendor is stood for in the server's process.
 */
export const benchQueue = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      messages: { type: 'string', default: '1000000' },
      'hold-seconds': { type: 'string', default: '20' },
    },
  })
  const messages = Number(values.messages)
  const say = (text: string): void => {
    if (!values.json) console.error(text)
  }
  await using setting = await startPushSetting({ withEmulator: false, senders: 1, phones: 0, otherPhones })
  await setting.serverAsk({ ask: 'other', answers: 'busy' })
  const before = await setting.serverAsk<PushServerReport>({ ask: 'report' })
  setting.server.send({ ask: 'fill', messages })
  for (;;) {
    const said = await nextMessage<'done' | { filled: number }>(setting.server)
    if (said === 'done') break
    say(`${said.filled} messages wait`)
  }
  await setting.serverAsk({ ask: 'begin' })
  await pause(Number(values['hold-seconds']) * 1000)
  const held = await setting.serverAsk<PushServerReport>({ ask: 'report' })
  if (held.outboxMessages !== messages)
    throw new Error(`${messages} messages were to wait, ${held.outboxMessages} do`)
  say(`${held.outboxMessages} held, RSS ${(held.peakRSSBytes / MiB).toFixed(0)} MiB at most; draining`)
  await setting.serverAsk({ ask: 'other', answers: 'accepts' })
  await setting.serverAsk({ ask: 'begin' })
  const startMs = Date.now()
  let last = held
  const heaps: number[] = []
  while (last.outboxMessages > 0) {
    await pause(5_000)
    last = await setting.serverAsk<PushServerReport>({ ask: 'report', collectsGarbage: true })
    say(
      `${last.outboxMessages} wait, RSS ${(last.rssBytes / MiB).toFixed(0)} MiB, live heap ${(last.heapBytes / MiB).toFixed(0)} MiB`,
    )
    heaps.push(last.heapBytes / MiB)
  }
  const drainSeconds = (Date.now() - startMs) / 1000
  const result = {
    machine: machine(),
    messages,
    rssBeforeMiB: before.rssBytes / MiB,
    heldPeakRSSMiB: held.peakRSSBytes / MiB,
    peakRSSMiB: last.peakRSSBytes / MiB,
    drainSeconds,
    perSecond: messages / drainSeconds,
    perCPUSecond: messages / last.cpuSeconds,
    journalRows: last.journalRows,
    liveHeapMiB: spreadOf(heaps),
  }
  if (values.json) console.log(JSON.stringify(result, null, 2))
  else
    console.log(
      [
        `${messages} waiting pushes held: RSS ${result.rssBeforeMiB.toFixed(0)} MiB before, ${result.heldPeakRSSMiB.toFixed(0)} MiB at most while they waited`,
        `drained in ${drainSeconds.toFixed(0)} s: ${result.perSecond.toFixed(0)} a second, ${result.perCPUSecond.toFixed(0)} a CPU-second, RSS ${result.peakRSSMiB.toFixed(0)} MiB at most, live heap ${result.liveHeapMiB.least.toFixed(0)} to ${result.liveHeapMiB.most.toFixed(0)} MiB`,
      ].join('\n'),
    )
  if (last.peakRSSBytes > mostRSSBytes) throw new Error('the server took more than 512 MiB')
}

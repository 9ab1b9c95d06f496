import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { percentile } from './percentiles.ts'
import { machine, spreadOf } from './processes.ts'
import type { PushServerReport } from './push-server.ts'
import { latencies, receiversOf, startPushSetting } from './push-setting.ts'

const phones = 1_000

/**
 * Half of the messages go to phones of a vendor that hangs: what do those of the other vendor notice? The
 * same load, with it hanging and with it answering, in turns.
 */
export const benchIsolation = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '6' },
      rate: { type: 'string', default: '300' },
      rounds: { type: 'string', default: '4' },
    },
  })
  await using setting = await startPushSetting({
    withEmulator: true,
    senders: 10,
    phones,
    otherPhones: phones,
  })
  const [own, others] = [receiversOf('phone', phones), receiversOf('other', phones)]
  const receivers = own.flatMap((receiver, index) => [receiver, others[index] ?? ''])
  const measure = async (answers: 'accepts' | 'hangs'): Promise<{ p50Ms: number; p99Ms: number }> => {
    await setting.serverAsk({ ask: 'other', answers })
    await setting.serverAsk({ ask: 'begin' })
    const report = await setting.clientsAsk({
      ask: 'pace',
      perSecond: Number(values.rate),
      durationMs: Number(values.seconds) * 1000,
      receivers,
    })
    const isOwn = (receiver: string): boolean => receiver.startsWith('phone')
    const expected = report.sent.filter(([, receiver]) => isOwn(receiver)).length
    const endMs = Date.now() + 30_000
    let waits: number[] = []
    // What hangs never settles, so the others' requests are waited for alone.
    while (waits.length < expected && Date.now() < endMs) {
      waits = latencies(report, await setting.serverAsk<PushServerReport>({ ask: 'report' }), isOwn)
      if (waits.length < expected) await pause(200)
    }
    await setting.serverAsk({ ask: 'other', answers: 'accepts' })
    await setting.settled(30_000)
    if (waits.length !== expected) throw new Error(`${expected - waits.length} messages had no request`)
    return { p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99) }
  }
  await measure('accepts')
  const rounds = []
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    if (!values.json) console.error(`round ${round} of ${values.rounds}`)
    // Each goes first as often as the other.
    const isFirst = round % 2 === 1
    const first = await measure(isFirst ? 'accepts' : 'hangs')
    const second = await measure(isFirst ? 'hangs' : 'accepts')
    const [without, hanging] = isFirst ? [first, second] : [second, first]
    rounds.push({ without, hanging, p99Ratio: hanging.p99Ms / without.p99Ms })
  }
  const ratio = spreadOf(rounds.map(({ p99Ratio }) => p99Ratio))
  if (values.json) console.log(JSON.stringify({ machine: machine(), rounds, ratio }, null, 2))
  else {
    for (const { without, hanging } of rounds)
      console.log(
        `without p50 ${without.p50Ms.toFixed(1)} ms p99 ${without.p99Ms.toFixed(1)} ms   one vendor hanging p50 ${hanging.p50Ms.toFixed(1)} ms p99 ${hanging.p99Ms.toFixed(1)} ms`,
      )
    console.log(
      `p99 with one vendor hanging / without: ${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`,
    )
  }
}

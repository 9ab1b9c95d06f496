import { parseArgs } from 'node:util'

import { percentile } from './percentiles.ts'
import { machine } from './processes.ts'
import { latencies, receiversOf, startPushSetting } from './push-setting.ts'

const phones = 10_000

/**
 * Messages between two users, all recipients asleep with FCM: how many pushes a second and a CPU-second of
 * the server's process, how long from `sendMessage` to the vendor request at a steady rate, and one message
 * to a group of 10,000 who sleep. The server is whole, with its database; senders and FCM are processes of
 * their own.
 */
export const benchPush = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '10' },
      rate: { type: 'string', default: '1000' },
      'at-once': { type: 'string', default: '400' },
    },
  })
  const durationMs = Number(values.seconds) * 1000
  await using setting = await startPushSetting({ withEmulator: true, senders: 20, phones, otherPhones: 1 })
  const receivers = receiversOf('phone', phones)
  const say = (text: string): void => {
    if (!values.json) console.error(text)
  }

  say('warming up')
  const atOnce = Number(values['at-once'])
  await setting.clientsAsk({ ask: 'flood', atOnce, durationMs: 3_000, receivers })
  await setting.settled()

  say('as fast as it goes')
  await setting.serverAsk({ ask: 'begin' })
  const flood = await setting.clientsAsk({ ask: 'flood', atOnce, durationMs, receivers })
  const flooded = await setting.settled()
  const floodMs = flooded.lastRequestAtMs - Math.min(...flood.sent.map(([, , atMs]) => atMs))

  say(`${values.rate} messages a second`)
  await setting.serverAsk({ ask: 'begin' })
  const pace = await setting.clientsAsk({
    ask: 'pace',
    perSecond: Number(values.rate),
    durationMs,
    receivers,
  })
  const paced = await setting.settled()
  const waits = latencies(pace, paced)

  say(`a group of ${phones}`)
  const { groupID } = await setting.serverAsk<{ groupID: string }>({ ask: 'group', members: phones })
  await setting.clientsAsk({ ask: 'group', groupID })
  await setting.settled()
  await setting.serverAsk({ ask: 'begin' })
  const group = await setting.clientsAsk({ ask: 'group', groupID })
  const grouped = await setting.settled()

  for (const [what, report, sent] of [
    ['flood', flooded, flood.sent.length],
    ['pace', paced, pace.sent.length],
    ['group', grouped, phones],
  ] as const)
    if (report.acceptedFCM !== sent)
      throw new Error(`${what}: ${sent} pushes were to be accepted, ${report.acceptedFCM} were`)

  const result = {
    machine: machine(),
    flood: {
      pushes: flooded.acceptedFCM,
      perSecond: flooded.acceptedFCM / (floodMs / 1000),
      perCPUSecond: flooded.acceptedFCM / flooded.cpuSeconds,
      journalRowsPerPush: flooded.journalRows / flooded.acceptedFCM,
      failed: flood.failed,
    },
    pace: {
      messages: pace.sent.length,
      perSecond: pace.sent.length / (pace.durationMs / 1000),
      p50Ms: percentile(waits, 0.5),
      p99Ms: percentile(waits, 0.99),
      loopDelayP99Ms: paced.loopDelayP99Ms,
      cpuSeconds: paced.cpuSeconds,
      failed: pace.failed,
    },
    group: {
      members: phones,
      lastRequestAfterMs: grouped.lastRequestAtMs - (group.sent[0]?.[2] ?? Number.NaN),
      requests: grouped.requests,
      journalRows: grouped.journalRows,
      cpuSeconds: grouped.cpuSeconds,
    },
    peakRSSMiB: grouped.peakRSSBytes / 2 ** 20,
  }
  if (values.json) console.log(JSON.stringify(result, null, 2))
  else print(result)
}

const print = ({
  flood,
  pace,
  group,
  peakRSSMiB,
}: {
  flood: Record<'pushes' | 'perSecond' | 'perCPUSecond' | 'journalRowsPerPush', number>
  pace: Record<'messages' | 'perSecond' | 'p50Ms' | 'p99Ms' | 'cpuSeconds' | 'loopDelayP99Ms', number>
  group: Record<'members' | 'lastRequestAfterMs' | 'requests' | 'journalRows' | 'cpuSeconds', number>
  peakRSSMiB: number
}): void => {
  console.log(
    [
      `one to one       ${flood.perSecond.toFixed(0)} pushes/s  ${flood.perCPUSecond.toFixed(0)} a CPU-second  ${flood.journalRowsPerPush.toFixed(1)} journal rows a push`,
      `at a steady rate ${pace.perSecond.toFixed(0)} messages/s  sendMessage to vendor request p50 ${pace.p50Ms.toFixed(1)} ms  p99 ${pace.p99Ms.toFixed(1)} ms  (timers late by ${pace.loopDelayP99Ms.toFixed(1)} ms p99)`,
      `group of ${group.members}  last vendor request after ${group.lastRequestAfterMs.toFixed(0)} ms  ${group.requests} requests  ${group.journalRows} journal rows  ${group.cpuSeconds.toFixed(2)} CPU-seconds`,
      `peak RSS         ${peakRSSMiB.toFixed(0)} MiB`,
    ].join('\n'),
  )
}

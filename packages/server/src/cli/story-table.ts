import { reasons, type DeviceStory, type PushStory, type StoryEntry } from '@carillon/protocol'
import Table from 'cli-table3'

import { plain } from './plain.ts'

/**
 * A push story for people: one table a device with every hop, when it was, what it means, what the
 * vendor said, and what to do.
 * @param options `columns`: width to stay within, at least 80
 */
export const formatStory = (story: PushStory, options: { columns?: number } = {}): string => {
  const columns = Math.max(80, options.columns ?? 120)
  const seq = story.seq === undefined ? 'online only, not stored' : `seq ${story.seq}`
  const head = `Message ${plain(story.msgID)} from ${plain(story.sender)} to ${plain(story.receiver ?? `group ${story.groupID}`)}, sent ${new Date(story.sentAtMs).toISOString()} (${seq})`
  if (story.devices.length === 0) return `${head}\n\nNothing has been decided yet for any device.\n`
  return (
    [head, ...story.devices.map((device) => formatDevice(device, story.sentAtMs, columns))].join('\n\n') +
    '\n'
  )
}

const formatDevice = (device: DeviceStory, sentAtMs: number, columns: number): string => {
  const { meaning, remedy } = reasons[device.reason]
  const widths = columnWidths(columns)
  const table = new Table({
    head: ['time', 'stage', 'reason', 'meaning', "vendor's words"],
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [] },
  })
  table.push(...device.entries.map((entry) => formatEntry(entry, sentAtMs)))
  return [
    `${describeDevice(device)}: ${device.state}, ${device.reason}`,
    ...wrapped(meaning, columns),
    ...(remedy === '' ? [] : wrapped(`What to do: ${remedy}`, columns)),
    ...(device.entries.length === 0 ? [] : [table.toString()]),
  ].join('\n')
}

/** A sentence in lines of at most `columns`, indented by two. */
const wrapped = (text: string, columns: number): string[] => {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`  ${word}`)
  }
  return lines
}

const describeDevice = (device: DeviceStory): string => {
  if (device.deviceID === '') return `${plain(device.userID)}, no device`
  const name = device.deviceName === undefined ? device.deviceID : `${device.deviceName} (${device.deviceID})`
  return [device.userID, name, device.platform, device.vendor]
    .filter((part) => part !== undefined)
    .map((part) => plain(part))
    .join(', ')
}

const formatEntry = (entry: StoryEntry, sentAtMs: number): string[] => [
  formatOffset(entry.atMs - sentAtMs),
  entry.stage,
  entry.reason,
  [
    reasons[entry.reason].meaning,
    ...(entry.notification === undefined
      ? []
      : [`"${plain(entry.notification.title)}": "${plain(entry.notification.body)}"`]),
    ...(entry.retryAtMs === undefined ? [] : [`Again at ${formatOffset(entry.retryAtMs - sentAtMs)}.`]),
  ].join('\n'),
  [
    [entry.vendorWords?.code, entry.vendorWords?.text]
      .filter((part) => part !== undefined)
      .map((part) => plain(part))
      .join(': '),
    entry.vendorRequestID === undefined ? '' : `id ${plain(entry.vendorRequestID)}`,
  ]
    .filter((part) => part !== '')
    .join('\n'),
]

/** Time since the message was sent: "+12 ms", "+4.0 s", "+2 min 3 s", "+1 h 30 min". */
export const formatOffset = (ms: number): string => {
  const sign = ms < 0 ? '-' : '+'
  const size = Math.abs(Math.round(ms))
  if (size < 1000) return `${sign}${size} ms`
  if (size < 59_950) return `${sign}${(size / 1000).toFixed(1)} s`
  const seconds = Math.round(size / 1000)
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.floor(seconds / 60)
  return `${sign}${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** The first three columns fit their longest words; the other two share the rest. */
const columnWidths = (columns: number): number[] => {
  const fixed = [13, 14, 22]
  const borders = 6
  const rest = columns - borders - fixed.reduce((sum, width) => sum + width, 0)
  const meaning = Math.ceil(rest * 0.55)
  return [...fixed, meaning, rest - meaning]
}

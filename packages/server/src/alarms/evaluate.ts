import type { Alarm, AlarmChange, Signal } from './types.ts'

/** An alarm about what nobody has seen for so long is closed: the lane is gone, or no push goes there any more. */
const forgottenAfterMs = 60 * 60_000

/** Identifies what an alarm is about. */
export const alarmKey = ({ kind, subject }: Pick<Signal, 'kind' | 'subject'>): string => `${kind}\n${subject}`

/** What is to be done about alarms by what is known now: bad opens, good closes, unsure changes nothing. Pure. */
export const evaluate = (
  signals: readonly Signal[],
  open: ReadonlyMap<string, Alarm>,
  nowMs: number,
): AlarmChange[] => {
  const changes: AlarmChange[] = []
  const known = new Set<string>()
  for (const signal of signals) {
    const alarm = open.get(alarmKey(signal))
    if (signal.state !== 'unsure') known.add(alarmKey(signal))
    if (signal.state === 'bad')
      changes.push(alarm ? { change: 'update', alarm, signal } : { change: 'open', signal })
    else if (signal.state === 'good' && alarm)
      changes.push({
        change: 'close',
        alarm,
        text: `Mended. Last: ${signal.text}`,
        ...(signal.value === undefined ? {} : { value: signal.value }),
      })
  }
  for (const [key, alarm] of open)
    if (!known.has(key) && nowMs - alarm.updatedAtMs >= forgottenAfterMs)
      changes.push({ change: 'close', alarm, text: `Not seen for an hour. Last: ${alarm.text}` })
  return changes
}

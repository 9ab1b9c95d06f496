const hidden = new Set(['time', 'level', 'msg', 'err'])

/** Turns one JSON log line into one for people: time, level, message, then the fields. */
export const textLine = (json: string): string => {
  const record = JSON.parse(json) as Record<string, unknown>
  const fields = Object.entries(record)
    .filter(([name]) => !hidden.has(name))
    .map(([name, value]) => `${name}=${shown(value)}`)
  const head = [text(record['time']), text(record['level']).toUpperCase().padEnd(5), text(record['msg'])]
  const line = [...head, ...fields].filter((part) => part !== '').join(' ')
  const stack = (record['err'] as { stack?: string } | undefined)?.stack
  return stack === undefined ? `${line}\n` : `${line}\n${stack.replaceAll(/^/gm, '  ')}\n`
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const shown = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : (JSON.stringify(value) ?? '')

import { OperatorError } from '../operator-error.ts'

/** Options of commands about a span of time. */
export interface SpanOptions {
  since?: string
  until?: string
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * The span that options name; a day up to now when they name none.
 * @throws OperatorError CRL_TIME for what is no time, and for a span that ends before it begins
 */
export const spanOf = (
  { since = '1d', until }: SpanOptions,
  nowMs: number,
): { fromMs: number; untilMs: number } => {
  const fromMs = instantOf('--since', since, nowMs)
  const untilMs = until === undefined ? nowMs : instantOf('--until', until, nowMs)
  if (fromMs >= untilMs)
    throw new OperatorError('CRL_TIME', `--since ${since} is not before the end of the span.`)
  return { fromMs, untilMs }
}

const instantOf = (option: string, text: string, nowMs: number): number => {
  const ago = /^(\d{1,6})([smhd])$/.exec(text)
  if (ago) return nowMs - Number(ago[1]) * units[ago[2] as keyof typeof units]
  const atMs = Date.parse(text)
  if (Number.isNaN(atMs))
    throw new OperatorError(
      'CRL_TIME',
      `${option}: expected a time ago such as 90m, 12h or 7d, or an ISO time such as 2026-01-31T08:00:00Z, got ${JSON.stringify(text.slice(0, 40))}.`,
    )
  return atMs
}

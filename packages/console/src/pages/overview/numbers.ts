import type { ConsoleFunnel, ConsoleSeriesName } from '@carillon/protocol'

/** Devices that did not get what they were to get. */
export const lostOf = ({ refused, suppressed, expired, dropped }: ConsoleFunnel): number =>
  refused + suppressed + expired + dropped

/** Whether anything at all is counted: what is heard of a push may come in an hour of its own. */
export const isNothing = (funnel: ConsoleFunnel): boolean =>
  Object.values(funnel).every((count) => count === 0)

/** A part of a whole, from 0 to 1. What is heard later can be more than what was sent in a span. */
export const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole))

/** A count with its thousands apart. */
export const formatCount = (count: number, language: string): string =>
  new Intl.NumberFormat(language).format(count)

/** A share in percent; small ones keep a digit, so that few is not none. */
export const formatShare = (share: number, language: string): string =>
  new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  }).format(share)

/** How a series is drawn: a colour of the theme and a dash, for who cannot tell the colours apart. */
export const seriesLooks: Readonly<Record<ConsoleSeriesName, { color: string; dash: readonly number[] }>> = {
  eligible: { color: 'gray', dash: [] },
  accepted: { color: 'indigo', dash: [] },
  delivered: { color: 'teal', dash: [8, 4] },
  tapped: { color: 'grape', dash: [2, 4] },
  lost: { color: 'red', dash: [10, 3, 2, 3] },
}

import { createHash } from 'node:crypto'

/**
 * The slot of a notification on the phone where the vendor wants a number, 1 to 2^31 - 1: the same for the
 * same collapse key. Never 0, which vendors and clients take for "none".
 */
export const slotNumber = (collapseKey: string): number =>
  Math.max(1, createHash('sha256').update(collapseKey).digest().readUInt32BE(0) & 0x7fffffff)

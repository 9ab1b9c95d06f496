import { limits, utf8Bytes } from '@carillon/protocol'

interface Cursor {
  /** Highest seq seen. */
  seq: number
  /** Below `seq`, not seen: to be delivered if they come after all. */
  missing: Set<number>
}

/** Conversations remembered. Of those beyond, the ones longest without a message are forgotten. */
const capacity = limits.resumeCursors
/** Seqs remembered of a conversation, of each sort. */
const seqCapacity = 256
/** Of the login frame's 64 KB this much is for cursors; the UserSig and the rest need some too. */
const resumeBytes = 40 * 1024

/**
 * How far this client has got in each conversation. A seq that was passed over is remembered, so that
 * a message that comes out of order is delivered once and a copy is not; and a reconnect resumes
 * before the gap, not after it.
 */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>()
  /** Seqs of my own sends whose place in the order is not reached yet. */
  readonly #ownAhead = new Map<string, Set<number>>()

  /** Whether a message with `seq` is new. Counts it as seen. */
  accept(conversationID: string, seq: number): boolean {
    const cursor = this.#cursors.get(conversationID)
    if (cursor === undefined) {
      this.#touch(conversationID, { seq, missing: new Set() })
      this.#passOwn(conversationID)
      return true
    }
    this.#touch(conversationID, cursor)
    if (seq <= cursor.seq) return cursor.missing.delete(seq)
    this.#advance(conversationID, cursor, seq)
    return true
  }

  /** A message sent from here got `seq`: the server will not deliver it here. */
  own(conversationID: string, seq: number): void {
    const cursor = this.#cursors.get(conversationID)
    if (cursor?.missing.delete(seq) === true || (cursor !== undefined && seq <= cursor.seq)) return
    const ahead = this.#ownAhead.get(conversationID) ?? new Set()
    // Set again, so that the order of the map is that of use.
    this.#ownAhead.delete(conversationID)
    this.#ownAhead.set(conversationID, ahead.add(seq))
    dropOldest(ahead, seqCapacity)
    dropOldest(this.#ownAhead, capacity)
    this.#passOwn(conversationID)
  }

  /** The server has sent all it has: what is still missing does not exist. */
  synced(): void {
    for (const cursor of this.#cursors.values()) cursor.missing.clear()
  }

  /** Where to resume, by conversationID: those with the newest messages first, as many as a login may hold. */
  resume(): Record<string, number> | undefined {
    const entries: [string, number][] = []
    let bytes = 0
    for (const [conversationID, cursor] of [...this.#cursors].reverse()) {
      const seq = cursor.missing.size === 0 ? cursor.seq : Math.min(...cursor.missing) - 1
      bytes += utf8Bytes(JSON.stringify(conversationID)) + String(seq).length + 2
      if (bytes > resumeBytes) break
      entries.push([conversationID, seq])
    }
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }

  #advance(conversationID: string, cursor: Cursor, seq: number): void {
    const ahead = this.#ownAhead.get(conversationID)
    // Of a gap beyond the bound only the newest part is remembered.
    for (let passed = Math.max(cursor.seq + 1, seq - seqCapacity); passed < seq; passed += 1) {
      if (ahead?.delete(passed) !== true) cursor.missing.add(passed)
    }
    dropOldest(cursor.missing, seqCapacity)
    cursor.seq = seq
    this.#passOwn(conversationID)
  }

  /** Own sends that follow the cursor without a gap are passed; those further ahead wait. */
  #passOwn(conversationID: string): void {
    const cursor = this.#cursors.get(conversationID)
    const ahead = this.#ownAhead.get(conversationID)
    if (cursor === undefined || ahead === undefined) return
    ahead.delete(cursor.seq)
    while (ahead.delete(cursor.seq + 1)) cursor.seq += 1
    if (ahead.size === 0) this.#ownAhead.delete(conversationID)
  }

  #touch(conversationID: string, cursor: Cursor): void {
    this.#cursors.delete(conversationID)
    this.#cursors.set(conversationID, cursor)
    dropOldest(this.#cursors, capacity)
  }
}

/** Removes the oldest entries of a set or map above `capacity`. */
export const dropOldest = (collection: Set<unknown> | Map<unknown, unknown>, most: number): void => {
  for (const key of collection.keys()) {
    if (collection.size <= most) return
    collection.delete(key)
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto'

/** Bytes of a link's signature, cut from an HMAC-SHA256: more than can be guessed. */
const signatureBytes = 18

/** What a link is good for. */
export type LinkUse = 'upload' | 'download'

/** Where uploads go and where files can be had. */
export const linkPaths: Record<LinkUse, string> = { upload: '/v1/uploads', download: '/v1/files' }

/** Links to files that end, and cannot be made by anybody else. */
export interface Links {
  /** Path and query. */
  make(use: LinkUse, fileID: string, expiresAtMs: number): string
  /** Whether a link is good. Takes as long for a wrong signature as for the right one. */
  check(use: LinkUse, link: LinkParts, nowMs: number): 'good' | 'expired' | 'forged'
}

/** A link as it came. */
export interface LinkParts {
  fileID: string
  expires: string
  signature: string
}

/** @param masterKey what signatures are derived from: nothing is stored, and all nodes of a cluster agree */
export const createLinks = (masterKey: Buffer): Links => {
  const key = createHmac('sha256', masterKey).update('carillon file links\n').digest()
  const digestOf = (use: LinkUse, fileID: string, expires: string): Buffer =>
    createHmac('sha256', key).update(`${use}\n${fileID}\n${expires}`).digest().subarray(0, signatureBytes)
  return {
    make(use, fileID, expiresAtMs) {
      const expires = String(Math.floor(expiresAtMs))
      const signature = digestOf(use, fileID, expires).toString('base64url')
      return `${linkPaths[use]}/${fileID}?expires=${expires}&signature=${signature}`
    },
    check(use, { fileID, expires, signature }, nowMs) {
      if (!/^[A-Za-z0-9_-]{24}$/.test(fileID) || !/^\d{1,15}$/.test(expires)) return 'forged'
      const given = Buffer.from(signature, 'base64url')
      const expected = digestOf(use, fileID, expires)
      // The text too: base64url has several texts for the same bytes.
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged'
      if (given.toString('base64url') !== signature) return 'forged'
      return Number(expires) <= nowMs ? 'expired' : 'good'
    },
  }
}

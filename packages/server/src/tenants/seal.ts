import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

import { OperatorError } from '../operator-error.ts'

/** Seals what must not be readable in the database. */
export interface Sealer {
  /**
   * @param row which row and column it is for; it opens nowhere else
   */
  seal(plain: string, row: string): Buffer
  /** @throws SealError */
  open(sealed: Buffer, row: string): string
}

/** A sealed value cannot be opened. */
export class SealError extends OperatorError {
  override readonly name = 'SealError'
}

const version = 1
const keyIDBytes = 4
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 1 + keyIDBytes
const overheadBytes = headerBytes + nonceBytes + tagBytes

/**
 * Seals with AES-256-GCM: version (1 byte), key ID (4), nonce (12), tag (16), ciphertext. Version, key
 * ID and row are authenticated with it.
 * @param masterKey 32 bytes
 */
export const createSealer = (masterKey: Buffer): Sealer => {
  const header = Buffer.concat([Buffer.from([version]), keyIDOf(masterKey)])
  const bound = (row: string): Buffer => Buffer.concat([header, Buffer.from(row, 'utf8')])
  return {
    seal(plain, row) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', masterKey, nonce).setAAD(bound(row))
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([header, nonce, cipher.getAuthTag(), ciphertext])
    },
    open(sealed, row) {
      if (sealed.length < overheadBytes || sealed[0] !== version)
        throw new SealError('CRL_SEAL_FORM', `${row} is not sealed in a form this release knows.`)
      if (!sealed.subarray(0, headerBytes).equals(header))
        throw new SealError(
          'CRL_SEAL_KEY',
          `${row} was sealed with another master key. Give the server the key it was sealed with (CARILLON_MASTER_KEY, or master.key in the data folder).`,
        )
      const nonce = sealed.subarray(headerBytes, headerBytes + nonceBytes)
      const tag = sealed.subarray(headerBytes + nonceBytes, overheadBytes)
      const decipher = createDecipheriv('aes-256-gcm', masterKey, nonce, { authTagLength: tagBytes })
      decipher.setAAD(bound(row)).setAuthTag(tag)
      try {
        return Buffer.concat([decipher.update(sealed.subarray(overheadBytes)), decipher.final()]).toString(
          'utf8',
        )
      } catch (error) {
        throw new SealError('CRL_SEAL_BROKEN', `${row} was changed after it was sealed.`, { cause: error })
      }
    },
  }
}

/** Tells master keys apart without telling anything of them. */
const keyIDOf = (masterKey: Buffer): Buffer =>
  createHash('sha256').update('carillon master key\n').update(masterKey).digest().subarray(0, keyIDBytes)

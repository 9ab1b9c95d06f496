import { createPrivateKey, type KeyObject } from 'node:crypto'

import * as z from 'zod'

const minKeyBits = 2048

/**
 * A private key of a service account's key file: PKCS#8 PEM. Line breaks that were escaped twice ("\\n" in
 * the file) are mended: the commonest fault of a key pasted through an environment variable.
 */
export const rsaKeyField = z
  .string({ error: 'the private key in PEM form' })
  .transform((text, context): string => {
    const fault = (message: string): never => {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    let key: KeyObject
    try {
      key = createPrivateKey(text.replace(/(?:\\r)?\\n/g, '\n').trim())
    } catch {
      return fault(
        'no readable private key in PEM form (-----BEGIN PRIVATE KEY-----); it may be cut or changed',
      )
    }
    if (key.asymmetricKeyType !== 'rsa')
      return fault(`a ${key.asymmetricKeyType} key, and must be an RSA key`)
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (bits < minKeyBits) return fault(`an RSA key of ${bits} bits, and must have at least ${minKeyBits}`)
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  })

import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket, type SecureContextOptions } from 'node:tls'

import type { ClientCertificate } from '../channel.ts'

/** A value, or why there is none, as a sentence for the owner. */
export type Read<T> = { ok: true; value: T } | { ok: false; message: string }

const no = (message: string): { ok: false; message: string } => ({ ok: false, message })

/** The key of an AuthKey_….p8 file, as PKCS#8 PEM. Line breaks that were escaped ("\n") are mended. */
export const readSigningKey = (text: string): Read<string> => {
  if (text.includes('-----BEGIN CERTIFICATE'))
    return no('this is a certificate, not a signing key: enter it as pem')
  let key: KeyObject
  try {
    key = createPrivateKey(text.replace(/(?:\\r)?\\n/g, '\n').trim())
  } catch {
    return no('no readable private key in PEM form (-----BEGIN PRIVATE KEY-----); it may be cut or changed')
  }
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (key.asymmetricKeyType !== 'ec' || curve !== 'prime256v1')
    return no(`must be an EC key on P-256, as Apple gives them; this is ${curve ?? key.asymmetricKeyType}`)
  return { ok: true, value: key.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/** A client certificate whose parts fit each other, with what it says. */
export interface ReadCertificate {
  clientCertificate: ClientCertificate
  x509: X509Certificate
}

/** A .p12 file in base64. */
export const readP12 = (base64: string, password: string): Read<ReadCertificate> => {
  const text = base64.replace(/\s/g, '')
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return no('must be the file in base64')
  const file = Buffer.from(text, 'base64')
  return certified({ pfx: file, passphrase: password }, { kind: 'p12', file, password })
}

/** Certificate and key in one PEM text. */
export const readPem = (text: string): Read<ReadCertificate> => {
  const mended = text.replace(/(?:\\r)?\\n/g, '\n')
  const blocks = mended.match(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g) ?? []
  const certificate = blocks.filter((block) => block.startsWith('-----BEGIN CERTIFICATE-----')).join('\n')
  const privateKey = blocks.find((block) => /^-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/.test(block))
  if (certificate === '') return no('holds no certificate (-----BEGIN CERTIFICATE-----)')
  if (privateKey === undefined)
    return no(
      blocks.some((block) => block.includes('ENCRYPTED'))
        ? 'the private key is encrypted: enter it without a password, or as a .p12'
        : 'holds no private key (-----BEGIN PRIVATE KEY-----): the certificate alone cannot send',
    )
  return certified({ cert: certificate, key: privateKey }, { kind: 'pem', certificate, privateKey })
}

const certified = (
  options: SecureContextOptions,
  clientCertificate: ClientCertificate,
): Read<ReadCertificate> => {
  try {
    const x509 = ownCertificateOf(options)
    return x509 === undefined
      ? no('holds no certificate: export it together with its private key')
      : { ok: true, value: { clientCertificate, x509 } }
  } catch (error) {
    return no(whyUnreadable(error instanceof Error ? error.message : String(error)))
  }
}

/** Node reads .p12 files in its TLS only: a socket that is never connected tells what is in one. */
const ownCertificateOf = (options: SecureContextOptions): X509Certificate | undefined => {
  const nowhere = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() })
  const socket = new TLSSocket(nowhere, { secureContext: createSecureContext(options) })
  // It has no peer to talk to; what it says of that on its way out must not end the process.
  socket.on('error', () => {})
  try {
    return socket.getX509Certificate()
  } finally {
    socket.destroy()
  }
}

const whyUnreadable = (message: string): string => {
  if (/mac verify failure/i.test(message)) return 'the password does not fit'
  if (/unsupported/i.test(message))
    return 'encrypted in an old way (RC2) that OpenSSL 3 refuses: export it anew, or convert it to PEM'
  if (/key values mismatch/i.test(message)) return 'certificate and private key do not belong together'
  return `cannot be read (${message.slice(0, 200)}); it may be cut or changed`
}

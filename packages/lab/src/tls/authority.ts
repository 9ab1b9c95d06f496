import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { DAY } from '../clock.ts'
import * as der from './der.ts'

/** A certificate with its key, both PEM. */
export interface Leaf {
  certificate: string
  key: string
}

/** A certificate authority that lives as long as the lab. */
export interface CertificateAuthority {
  /** Its own certificate, PEM. */
  readonly certificate: string
  /** A server certificate for DNS names and IPv4 addresses. */
  issue(hostNames: readonly string[]): Leaf
  /** A client certificate as Apple gives them: the app's bundle ID is the subject's user ID. */
  issueClient(commonName: string, userID: string): Leaf
}

const ecdsaWithSha256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'))
const commonName = '2.5.4.3'
const userIDType = '0.9.2342.19200300.100.1.1'
const serverAuth = '1.3.6.1.5.5.7.3.1'
const clientAuth = '1.3.6.1.5.5.7.3.2'
const lifetimeMs = 30 * DAY

/**
 * Makes an authority with a fresh EC key. Certificates follow the machine's own time, never an injected
 * one: the TLS clients that check them do.
 */
export const createAuthority = (): CertificateAuthority => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = nameOf(`Carillon lab ${randomBytes(4).toString('hex')}`)
  const keyID = keyIDOf(publicKey)
  const own = signedCertificate({
    issuer: name,
    subject: name,
    publicKey,
    signWith: privateKey,
    extensions: [
      extension('2.5.29.19', true, der.sequence(der.boolean(true))),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', true, der.bitString(Buffer.of(0b0000_0110), 1)),
      extension('2.5.29.14', false, der.octetString(keyID)),
    ],
  })
  const issueLeaf = (subject: Buffer, usage: string, further: readonly Buffer[]): Leaf => {
    const leaf = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'der' },
    })
    const certificate = signedCertificate({
      issuer: name,
      subject,
      publicKeyDer: leaf.publicKey,
      signWith: privateKey,
      extensions: [
        extension('2.5.29.19', true, der.sequence()),
        // digitalSignature.
        extension('2.5.29.15', true, der.bitString(Buffer.of(0b1000_0000), 7)),
        extension('2.5.29.37', false, der.sequence(der.objectIdentifier(usage))),
        ...further,
        extension('2.5.29.35', false, der.sequence(der.tagged(0x80, keyID))),
      ],
    })
    return { certificate: pem(certificate), key: leaf.privateKey }
  }
  return {
    certificate: pem(own),
    issue: (hostNames) =>
      issueLeaf(nameOf(hostNames[0] ?? 'localhost'), serverAuth, [
        extension('2.5.29.17', false, der.sequence(...hostNames.map(generalName))),
      ]),
    issueClient: (common, userID) => issueLeaf(nameOf(common, userID), clientAuth, []),
  }
}

interface CertificateParts {
  issuer: Buffer
  subject: Buffer
  publicKey?: KeyObject
  publicKeyDer?: Buffer
  signWith: KeyObject
  extensions: readonly Buffer[]
}

const signedCertificate = (parts: CertificateParts): Buffer => {
  const publicKey = parts.publicKeyDer ?? parts.publicKey?.export({ type: 'spki', format: 'der' })
  if (publicKey === undefined) throw new TypeError('A certificate needs a public key')
  const nowMs = Date.now()
  const body = der.sequence(
    der.tagged(0xa0, der.unsignedInteger(Buffer.of(2))),
    der.unsignedInteger(randomBytes(16)),
    ecdsaWithSha256,
    parts.issuer,
    der.sequence(der.generalizedTime(nowMs - DAY), der.generalizedTime(nowMs + lifetimeMs)),
    parts.subject,
    publicKey,
    der.tagged(0xa3, der.sequence(...parts.extensions)),
  )
  return der.sequence(body, ecdsaWithSha256, der.bitString(sign('sha256', body, parts.signWith)))
}

const nameOf = (common: string, userID?: string): Buffer => {
  const part = (type: string, text: string): Buffer =>
    der.set(der.sequence(der.objectIdentifier(type), der.utf8String(text)))
  return der.sequence(...(userID === undefined ? [] : [part(userIDType, userID)]), part(commonName, common))
}

const extension = (identifier: string, critical: boolean, value: Buffer): Buffer =>
  der.sequence(
    der.objectIdentifier(identifier),
    ...(critical ? [der.boolean(true)] : []),
    der.octetString(value),
  )

const generalName = (host: string): Buffer =>
  isIPv4(host)
    ? der.tagged(0x87, Buffer.from(host.split('.').map(Number)))
    : der.tagged(0x82, Buffer.from(host))

const keyIDOf = (publicKey: KeyObject): Buffer =>
  createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()

const pem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`

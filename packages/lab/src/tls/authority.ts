import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto'
import { isIPv4 } from 'node:net'
import { DAY } from '../clock.ts'
import * as der from './der.ts'

/** A certificate with its key, both PEM. */
export interface Leaf {
  certificate: string
  key: string
}

/** A certificate authority; it lives as long as the lab, unless somebody keeps its certificate and key. */
export interface CertificateAuthority {
  /** Its own certificate, PEM. */
  readonly certificate: string
  /** Its private key, PEM, PKCS#8. */
  readonly key: string
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
const authorityLifetimeMs = 3_650 * DAY
/** As long as TLS clients take server certificates for. */
const leafLifetimeMs = 397 * DAY

/**
 * Makes an authority with a fresh EC key. Certificates follow the machine's own time, never an injected
 * one: the TLS clients that check them do.
 */
export const createAuthority = (): CertificateAuthority => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const common = `Carillon lab ${randomBytes(4).toString('hex')}`
  return authorityOf(common, privateKey, pem(ownCertificate(common, privateKey)))
}

/**
 * An authority that was made before.
 * @throws when certificate and key are not those of one of the lab's authorities
 */
export const openAuthority = ({ certificate, key }: Leaf): CertificateAuthority => {
  const own = new X509Certificate(certificate)
  const privateKey = createPrivateKey(key)
  const common = /^CN=(Carillon lab [0-9a-f]{8})$/.exec(own.subject)?.[1]
  if (common === undefined || !own.checkPrivateKey(privateKey))
    throw new Error('The certificate and the key do not belong together, or are not of a lab')
  return authorityOf(common, privateKey, certificate)
}

const ownCertificate = (common: string, privateKey: KeyObject): Buffer => {
  const name = nameOf(common)
  const publicKey = createPublicKey(privateKey)
  return signedCertificate({
    issuer: name,
    subject: name,
    publicKey,
    signWith: privateKey,
    lifetimeMs: authorityLifetimeMs,
    extensions: [
      extension('2.5.29.19', true, der.sequence(der.boolean(true))),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', true, der.bitString(Buffer.of(0b0000_0110), 1)),
      extension('2.5.29.14', false, der.octetString(keyIDOf(publicKey))),
    ],
  })
}

const authorityOf = (common: string, privateKey: KeyObject, certificate: string): CertificateAuthority => {
  const name = nameOf(common)
  const keyID = keyIDOf(createPublicKey(privateKey))
  const issueLeaf = (subject: Buffer, usage: string, further: readonly Buffer[]): Leaf => {
    const leaf = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'der' },
    })
    const issued = signedCertificate({
      issuer: name,
      subject,
      publicKeyDer: leaf.publicKey,
      signWith: privateKey,
      lifetimeMs: leafLifetimeMs,
      extensions: [
        extension('2.5.29.19', true, der.sequence()),
        // digitalSignature.
        extension('2.5.29.15', true, der.bitString(Buffer.of(0b1000_0000), 7)),
        extension('2.5.29.37', false, der.sequence(der.objectIdentifier(usage))),
        ...further,
        extension('2.5.29.35', false, der.sequence(der.tagged(0x80, keyID))),
      ],
    })
    return { certificate: pem(issued), key: leaf.privateKey }
  }
  return {
    certificate,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    issue: (hostNames) =>
      issueLeaf(nameOf(hostNames[0] ?? 'localhost'), serverAuth, [
        extension('2.5.29.17', false, der.sequence(...hostNames.map(generalName))),
      ]),
    issueClient: (clientName, userID) => issueLeaf(nameOf(clientName, userID), clientAuth, []),
  }
}

interface CertificateParts {
  issuer: Buffer
  subject: Buffer
  publicKey?: KeyObject
  publicKeyDer?: Buffer
  signWith: KeyObject
  lifetimeMs: number
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
    der.sequence(der.generalizedTime(nowMs - DAY), der.generalizedTime(nowMs + parts.lifetimeMs)),
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

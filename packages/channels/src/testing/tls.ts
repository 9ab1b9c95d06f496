// x509 is built on decorators and wants their metadata before it is loaded.
import 'reflect-metadata'

import { webcrypto } from 'node:crypto'

import * as x509 from '@peculiar/x509'

/** A certificate authority of its own and a server certificate for localhost and 127.0.0.1, all PEM. */
export interface TestTls {
  ca: string
  cert: string
  key: string
}

let made: Promise<TestTls> | undefined

/** Made once for all tests of a run. */
export const testTls = (): Promise<TestTls> => (made ??= make())

const make = async (): Promise<TestTls> => {
  x509.cryptoProvider.set(webcrypto)
  const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
    webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const validity = {
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  }
  const caKeys = await newKeys()
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=Carillon test CA',
    keys: caKeys,
    signingAlgorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  const keys = await newKeys()
  const cert = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=localhost',
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
  return { ca: ca.toString('pem'), cert: cert.toString('pem'), key }
}

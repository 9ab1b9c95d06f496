import { generateKeyPairSync } from 'node:crypto'

import type { VendorId } from '@carillon/protocol'

import {
  certificatePem,
  p12,
  certificateKeyPem,
} from '../../packages/channels/src/testing/apns-credentials.ts'

/** What somebody enters by mistake, or to do harm. */
export interface BadCertificate {
  what: string
  /** Fields that differ from a good certificate; '' leaves one out. */
  changes: Readonly<Record<string, string>>
  /** The field that it is said beside. */
  field: string
  /** What is said there. */
  words: RegExp
}

const script = '<script>alert(1)</script>'

const keyPair = (type: 'rsa' | 'ec'): string =>
  (type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  ).privateKey
    .export({ type: 'pkcs8', format: 'pem' })
    .toString()

const rsaKey = keyPair('rsa')
const ecKey = keyPair('ec')

const googleServices = JSON.stringify({ project_info: { project_id: 'chat-1' }, client: [] })

const googleAccount = JSON.stringify({
  type: 'service_account',
  project_id: 'chat-12345',
  client_email: 'push@chat-12345.iam.gserviceaccount.com',
  private_key: rsaKey,
  token_uri: 'https://oauth2.googleapis.com/token',
})

const huaweiAccount = JSON.stringify({
  project_id: '736430079244623178',
  key_id: 'f0a1',
  sub_account: '100000001',
  private_key: rsaKey,
})

/** Certificates that are refused, by vendor: missing fields, wrong files, other vendors', keys that do not fit. */
export const badCertificates: Readonly<Record<VendorId, readonly BadCertificate[]>> = {
  apns: [
    { what: 'no key ID', changes: { keyID: '' }, field: 'keyID', words: /missing: the ID of the key/ },
    {
      what: "Google's file for the key",
      changes: { p8: googleAccount },
      field: 'p8',
      words: /no readable private key/,
    },
    { what: 'a key that is not of Apple', changes: { p8: rsaKey }, field: 'p8', words: /must be an EC key/ },
    {
      what: 'a script for the bundle ID',
      changes: { bundleID: script },
      field: 'bundleID',
      words: /must be a bundle ID/,
    },
    {
      what: "another app's certificate",
      changes: { p8: '', keyID: '', teamID: '', pem: `${certificatePem}\n${certificateKeyPem}` },
      field: 'bundleID',
      words: /the certificate is for im\.carillon\.demo/,
    },
    {
      what: 'a .p12 with the wrong password',
      changes: { p8: '', keyID: '', teamID: '', p12, p12Password: 'wrong' },
      field: 'p12',
      words: /the password does not fit/,
    },
    {
      what: 'a huge key',
      changes: { p8: 'x'.repeat(10_001) },
      field: 'p8',
      words: /too long for a key file/,
    },
  ],
  fcm: [
    { what: 'nothing', changes: { serviceAccountJson: '' }, field: 'serviceAccountJson', words: /missing/ },
    {
      what: "the app's google-services.json",
      changes: { serviceAccountJson: googleServices },
      field: 'serviceAccountJson',
      words: /belongs into the Android app/,
    },
    {
      what: "Huawei's service account",
      changes: { serviceAccountJson: huaweiAccount },
      field: 'serviceAccountJson',
      words: /type is missing|project_id is/,
    },
    {
      what: "Apple's key",
      changes: { serviceAccountJson: ecKey },
      field: 'serviceAccountJson',
      words: /PEM key alone/,
    },
    {
      what: 'a key that is none of Google',
      changes: { serviceAccountJson: googleAccount.replace(JSON.stringify(rsaKey), JSON.stringify(ecKey)) },
      field: 'serviceAccountJson',
      words: /private_key/,
    },
    {
      what: 'a script for the package',
      changes: { packageName: script },
      field: 'packageName',
      words: /package name/,
    },
    {
      what: 'a huge text',
      changes: { serviceAccountJson: 'x'.repeat(200_000) },
      field: 'serviceAccountJson',
      words: /not JSON/,
    },
  ],
  huawei: [
    { what: 'a script for the App ID', changes: { appID: script }, field: 'appID', words: /digits only/ },
    {
      what: 'a key file of another project',
      changes: { serviceAccount: huaweiAccount, projectID: '1' },
      field: 'projectID',
      words: /is of project 736430079244623178/,
    },
    {
      what: "Google's service account",
      changes: { serviceAccount: googleAccount },
      field: 'serviceAccount',
      words: /project_id is "chat-12345"/,
    },
    {
      what: 'neither secret nor service account',
      changes: { clientSecret: '', serviceAccount: '' },
      field: 'clientSecret',
      words: /OAuth 2\.0 client secret/,
    },
    { what: 'no page for the click', changes: { clickAction: 'url' }, field: 'clickURL', words: /needed/ },
  ],
  honor: [
    { what: 'no Client Secret', changes: { clientSecret: '' }, field: 'clientSecret', words: /missing/ },
    { what: 'a script for the App ID', changes: { appID: script }, field: 'appID', words: /digits only/ },
    { what: 'a short secret', changes: { clientSecret: 'short' }, field: 'clientSecret', words: /8 to 200/ },
    {
      what: 'a page that is not safe',
      changes: { clickURL: 'http://a.example' },
      field: 'clickURL',
      words: /https/,
    },
  ],
  xiaomi: [
    { what: 'no AppSecret', changes: { appSecret: '' }, field: 'appSecret', words: /missing/ },
    {
      what: 'a script for the package',
      changes: { packageName: script },
      field: 'packageName',
      words: /package name/,
    },
    {
      what: "Huawei's App ID for the package",
      changes: { packageName: '104862871' },
      field: 'packageName',
      words: /package name/,
    },
    {
      what: 'a template that is no JSON',
      changes: { templateID: 'P1', templateParams: '{' },
      field: 'templateParams',
      words: /JSON/,
    },
  ],
  oppo: [
    { what: 'no MasterSecret', changes: { masterSecret: '' }, field: 'masterSecret', words: /missing/ },
    {
      what: 'a script for the AppKey',
      changes: { appKey: script },
      field: 'appKey',
      words: /letters and digits/,
    },
    {
      what: "Google's file for the secret",
      changes: { masterSecret: googleServices },
      field: 'masterSecret',
      words: /letters and digits/,
    },
    { what: 'no page for the click', changes: { clickAction: 'url' }, field: 'clickURL', words: /needed/ },
  ],
  vivo: [
    { what: 'no AppKey', changes: { appKey: '' }, field: 'appKey', words: /missing/ },
    {
      what: "Xiaomi's package for the AppID",
      changes: { appID: 'org.example.chat' },
      field: 'appID',
      words: /whole number/,
    },
    { what: 'a script for the AppID', changes: { appID: script }, field: 'appID', words: /whole number/ },
    {
      what: 'a receipt address that is too long',
      changes: { callbackURL: `https://a.example/${'x'.repeat(120)}` },
      field: 'callbackURL',
      words: /at most 128/,
    },
  ],
  meizu: [
    { what: 'no App Secret', changes: { appSecret: '' }, field: 'appSecret', words: /missing/ },
    { what: 'a script for the AppID', changes: { appID: script }, field: 'appID', words: /whole number/ },
    {
      what: 'a script for the package',
      changes: { packageName: script },
      field: 'packageName',
      words: /package name/,
    },
    {
      what: 'a page that runs a script',
      changes: { clickAction: 'url', clickURL: 'java script:alert(1)' },
      field: 'clickURL',
      words: /must be a URL/,
    },
  ],
}

/** Files that are refused before they are sent. */
export const badFiles: readonly {
  what: string
  vendor: VendorId
  field: string
  file: { name: string; mimeType: string; buffer: Buffer }
  words: RegExp
}[] = [
  {
    what: 'a photo for the service account',
    vendor: 'fcm',
    field: 'serviceAccountJson',
    file: { name: 'photo.json', mimeType: 'image/png', buffer: Buffer.from('\u0089PNG') },
    words: /no JSON/,
  },
  {
    what: 'a huge file for the service account',
    vendor: 'fcm',
    field: 'serviceAccountJson',
    file: { name: 'huge.json', mimeType: 'application/json', buffer: Buffer.alloc(5_000_000, 32) },
    words: /too large/,
  },
  {
    what: "Google's file for Apple's key",
    vendor: 'apns',
    field: 'p8',
    file: { name: 'AuthKey_ABC.p8', mimeType: 'text/plain', buffer: Buffer.from(googleAccount.slice(0, 50)) },
    words: /holds no key or certificate/,
  },
  {
    what: 'a text for the .p12',
    vendor: 'apns',
    field: 'p12',
    file: { name: 'push.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from('no p12') },
    words: /no \.p12/,
  },
]

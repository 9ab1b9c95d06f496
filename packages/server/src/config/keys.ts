import { isURLOf, oneOf, optionalText, text, wholeNumber, type Key } from './key.ts'

const MiB = 1024 * 1024
const HOUR = 60 * 60 * 1000

/** Bytes of the master key. */
export const masterKeyBytes = 32

const isMasterKey = (value: string): boolean =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === masterKeyBytes

/** With the path and secret of a certificate's receipts it stays within what vivo and Meizu take. */
const maxPublicURLUnits = 70

const isPublicURL = (value: string): boolean => {
  if (!isURLOf('http', 'https')(value) || value.length > maxPublicURLUnits) return false
  const { search, hash, username, password } = new URL(value)
  return [search, hash, username, password].every((part) => part === '') && !value.endsWith('/')
}

/** Every key there is. Documentation, environment names, checks and types come from this table. */
export const keys = {
  dataFolder: text(
    './.carillon',
    'the path of a folder',
    'Where the embedded database and the master key are kept. Made when it does not exist.',
    { isPath: true },
  ),
  databaseURL: optionalText(
    'a URL such as postgres://user:password@host:5432/name',
    'A PostgreSQL (15 or newer) of your own. Without it the server starts the embedded one in the data folder.',
    isURLOf('postgres', 'postgresql'),
    { isSecret: true },
  ),
  host: text(
    '127.0.0.1',
    'an IP address or host name',
    'Address to listen on. 0.0.0.0 or :: is every address of the machine: put a TLS proxy in front.',
  ),
  port: wholeNumber(8480, 0, 65_535, 'Port to listen on; 0 takes any free one.'),
  publicURL: optionalText(
    `a URL such as https://chat.example.com, at most ${maxPublicURLUnits} characters, without a slash at its end`,
    'Where this server is reached from outside. Vendors are told to send receipts (delivered, tapped, switched off) below it, to /receipts/...; without it none are asked for. Port 0 in it stands for the port listened on.',
    isPublicURL,
  ),
  logLevel: oneOf(
    'info',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'The least important lines that are logged.',
  ),
  logFormat: oneOf('json', ['json', 'text'], 'One JSON object a line, or text for people.'),
  masterKey: optionalText(
    `${masterKeyBytes} random bytes in base64`,
    'Seals the credentials in the database. Without it one is made and kept in master.key in the data folder: keep a copy of that, credentials cannot be opened without it.',
    isMasterKey,
    { isSecret: true },
  ),
  push: {
    extraCertificateAuthoritiesFile: optionalText(
      'the path of a PEM file',
      "Certificate authorities trusted for vendors beside the system's, for a proxy that opens TLS or for the lab.",
      undefined,
      { isPath: true },
    ),
    proxyURL: optionalText(
      'a URL such as http://proxy.example:3128',
      'HTTP proxy through which the vendors are reached (CONNECT).',
      isURLOf('http', 'https'),
      { isSecret: true },
    ),
    requestTimeoutMs: wholeNumber(10_000, 100, 120_000, 'How long a vendor has for an answer. Milliseconds.'),
    http2Client: oneOf(
      'own',
      ['own', 'node'],
      "Who speaks HTTP/2 with the vendors: Carillon's own client, or Node.js' for a proxy or vendor that the own one does not get on with. It takes more of the CPU.",
    ),
    deathsToDoubt: wholeNumber(
      20,
      2,
      1_000_000,
      'When vendors declare so many tokens of a certificate dead within the window of the doubt, and they are nearly all that was heard of, it is the certificate that is wrong, and no token is marked dead.',
    ),
    deathPercentToDoubt: wholeNumber(
      90,
      50,
      100,
      'Share of the tokens heard of that must be dead for it. Percent.',
    ),
    doubtWindowMs: wholeNumber(
      600_000,
      1000,
      24 * HOUR,
      'The window of the doubt: what was heard of tokens longer ago does not count, and deaths within it are taken back. Milliseconds.',
    ),
  },
  gateway: {
    heartbeatIntervalMs: wholeNumber(
      20_000,
      1000,
      300_000,
      'A client that is idle sends a ping this often; one that is silent for longer is disconnected. Milliseconds.',
    ),
    maxConnections: wholeNumber(100_000, 1, 10_000_000, 'Connections at once; more are turned away.'),
    requestsPerSecond: wholeNumber(
      50,
      1,
      100_000,
      'Requests a second one connection may make in the long run.',
    ),
    requestBurst: wholeNumber(200, 1, 1_000_000, 'Requests one connection may make at once after a pause.'),
    unsentBytes: wholeNumber(
      MiB,
      64 * 1024,
      256 * MiB,
      'Bytes that may wait for one client; one that reads more slowly is disconnected and resumes. Bytes.',
    ),
    loginTimeoutMs: wholeNumber(
      10_000,
      100,
      120_000,
      'A new connection that has not logged in after this time is closed. Milliseconds.',
    ),
  },
  files: {
    storage: oneOf(
      'disk',
      ['disk', 's3'],
      'Where uploaded files are kept: in a folder, or in an S3-compatible storage.',
    ),
    folder: optionalText(
      'the path of a folder',
      'Where uploaded files are kept, and with S3 those whose upload is under way. Default: files in the data folder.',
      undefined,
      { isPath: true },
    ),
    s3Endpoint: optionalText(
      'a URL such as https://s3.eu-central-1.amazonaws.com',
      'Address of the S3-compatible storage. The bucket is the first part of the path.',
      isURLOf('http', 'https'),
    ),
    s3Region: text(
      'us-east-1',
      'the name of a region',
      'Region of the S3-compatible storage, which is part of the signature.',
    ),
    s3Bucket: optionalText(
      '3 to 63 small letters, digits, dots and hyphens',
      'Bucket of the S3-compatible storage. It must exist, and nobody else should be able to read it.',
      (value) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value),
    ),
    s3AccessKeyID: optionalText(
      'the ID of an access key',
      'Access key of the S3-compatible storage. It must be allowed to put, get and delete objects.',
    ),
    s3SecretAccessKey: optionalText('the secret of the access key', 'Secret of the access key.', undefined, {
      isSecret: true,
    }),
    uploadsPerUserPerDay: wholeNumber(2000, 1, 10_000_000, 'Uploads a user may begin in 24 hours.'),
    bytesPerUserPerDay: wholeNumber(
      4096 * MiB,
      MiB,
      Number.MAX_SAFE_INTEGER,
      'Bytes a user may upload in 24 hours. Bytes.',
    ),
    urlLifetimeMs: wholeNumber(
      HOUR,
      10_000,
      7 * 24 * HOUR,
      'How long the address of a file, or of an upload, is good. Milliseconds.',
    ),
  },
  alarms: {
    webhookURL: optionalText(
      'a URL such as https://ops.example.com/carillon',
      'Where alarms are told to, by POST: see alarms.md. Without it they are in the log, the metrics and the list of carillon alarms.',
      isURLOf('http', 'https'),
      { isSecret: true },
    ),
    webhookSecret: optionalText(
      'at least 16 characters',
      'Signs what the webhook is sent (HMAC-SHA256), so that its receiver can tell it is from here.',
      (value) => value.length >= 16,
      { isSecret: true },
    ),
  },
  shutdownGraceMs: wholeNumber(
    10_000,
    0,
    HOUR,
    'How long a stopping server finishes what is in flight. The outbox keeps the rest. Milliseconds.',
  ),
  journalRetentionDays: wholeNumber(30, 1, 3650, 'How long push stories are kept. Days.'),
} as const

type Values<Table> = { [K in keyof Table]: Table[K] extends Key<infer T> ? T : Values<Table[K]> }

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T

/** The checked configuration. What each key means stands in docs/configuration.md. */
export type ServerConfig = Mutable<Values<typeof keys>>

/** A key with its names. */
export interface NamedKey {
  /** As in the file: `push.proxyURL`. */
  path: string
  /** As in the environment: `CARILLON_PUSH_PROXY_URL`. */
  environmentName: string
  key: Key<unknown>
}

/** The environment's name of a key: `push.proxyURL` is `CARILLON_PUSH_PROXY_URL`. */
export const environmentName = (path: string): string =>
  `CARILLON_${path
    .replaceAll('.', '_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()}`

const isKey = (value: object): value is Key<unknown> => 'schema' in value && 'fallback' in value

const flatten = (table: object, prefix: string): NamedKey[] =>
  Object.entries(table as Record<string, object>).flatMap(([name, value]) => {
    const path = `${prefix}${name}`
    return isKey(value)
      ? [{ path, environmentName: environmentName(path), key: value }]
      : flatten(value, `${path}.`)
  })

/** Every key with its names, in the order of the documentation. */
export const namedKeys: readonly NamedKey[] = flatten(keys, '')

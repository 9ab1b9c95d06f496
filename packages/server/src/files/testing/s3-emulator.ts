import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An S3-compatible storage with one bucket, which checks every signature (Signature Version 4). */
export interface S3Emulator extends AsyncDisposable {
  readonly endpoint: string
  readonly objects: Map<string, { body: Buffer; type: string }>
  /** Statuses to answer next in place of doing what is asked. */
  readonly faults: number[]
}

const credentials = { accessKeyID: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }

/** Whom the emulator knows. */
export const s3Credentials = credentials

export const startS3Emulator = async (bucket: string, region: string): Promise<S3Emulator> => {
  const objects = new Map<string, { body: Buffer; type: string }>()
  const faults: number[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const end = (status: number, body: Buffer | string = '', headers: Record<string, string> = {}): void => {
      response.writeHead(status, headers).end(body)
    }
    const fault = faults.shift()
    if (fault !== undefined) return end(fault, '<Error><Code>SlowDown</Code></Error>')
    if (!isSigned(request, region)) return end(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>')
    const [, inBucket, ...rest] = (request.url ?? '').split('/')
    if (inBucket !== bucket) return end(404, '<Error><Code>NoSuchBucket</Code></Error>')
    const key = rest.join('/')
    if (request.method === 'PUT') {
      // As the real one: a body of unknown length is not taken.
      if (request.headers['content-length'] === undefined)
        return end(411, '<Error><Code>MissingContentLength</Code></Error>')
      objects.set(key, { body: Buffer.concat(chunks), type: request.headers['content-type'] ?? '' })
      return end(200)
    }
    if (request.method === 'DELETE') {
      objects.delete(key)
      return end(204)
    }
    const object = objects.get(key)
    if (object === undefined) return end(404, '<Error><Code>NoSuchKey</Code></Error>')
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    return end(206, object.body.subarray(Number(first), Number(last) + 1), { 'content-type': object.type })
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** As "Authenticating Requests (AWS Signature Version 4)" of the Amazon S3 API Reference computes it. */
const isSigned = (request: IncomingMessage, region: string): boolean => {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (match === null) return false
  const [, accessKeyID, date = '', givenRegion, signedHeaders = '', signature] = match
  if (accessKeyID !== credentials.accessKeyID || givenRegion !== region) return false
  const url = new URL(request.url ?? '', 'http://x')
  const header = (name: string): string => String(request.headers[name] ?? '').trim()
  const canonical = [
    request.method,
    url.pathname,
    url.search.slice(1),
    ...signedHeaders.split(';').map((name) => `${name}:${header(name)}`),
    '',
    signedHeaders,
    header('x-amz-content-sha256'),
  ].join('\n')
  const toSign = [
    'AWS4-HMAC-SHA256',
    header('x-amz-date'),
    `${date}/${region}/s3/aws4_request`,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n')
  const dateKey = hmac(`AWS4${credentials.secretAccessKey}`, date)
  const key = hmac(hmac(hmac(dateKey, region), 's3'), 'aws4_request')
  return hmac(key, toSign).toString('hex') === signature && signedHeaders.includes('host')
}

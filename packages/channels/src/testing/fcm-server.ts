import type { VendorClientOptions } from '../client.ts'
import { parseFcmCertificate, type FcmCertificate } from '../fcm/certificate.ts'
import { certificateOf, keyFile } from './fixtures.ts'
import { answerH2, startH2Server, type H2Request, type TestServer } from './servers.ts'
import { testTls } from './tls.ts'

/** A server that gives access tokens `t1`, `t2`, ... and answers sends as told. */
export interface FcmServer extends TestServer {
  readonly certificate: FcmCertificate
  /** Requests for access tokens so far. */
  readonly tokenRequests: () => number
  /** Sends so far, by their bearer token. */
  readonly sends: string[]
}

/** Takes the message. */
export const accept = ({ stream }: H2Request): void => {
  answerH2(stream, 200, { name: 'projects/bells-1234/messages/1' })
}

/** Refuses the access token. */
export const unauthenticated = ({ stream }: H2Request): void => {
  answerH2(stream, 401, { error: { code: 401, status: 'UNAUTHENTICATED', message: 'expired' } })
}

/**
 * @param onSend answers the n-th send, counting from 1
 * @param onToken answers a request for an access token; by default with one that lives an hour
 */
export const startFcmServer = async (
  onSend: (request: H2Request, n: number) => void = accept,
  options: {
    onToken?: (request: H2Request, n: number) => void
    expiresIn?: number
    maxConcurrentStreams?: number
  } = {},
): Promise<FcmServer> => {
  const sends: string[] = []
  let tokenRequests = 0
  const server = await startH2Server((request) => {
    if (request.headers[':path'] !== '/token') {
      sends.push(String(request.headers.authorization))
      return onSend(request, sends.length)
    }
    tokenRequests += 1
    if (options.onToken !== undefined) return options.onToken(request, tokenRequests)
    answerH2(request.stream, 200, {
      access_token: `t${tokenRequests}`,
      expires_in: options.expiresIn ?? 3600,
      token_type: 'Bearer',
    })
  }, options)
  const certificate = certificateOf(
    parseFcmCertificate({
      serviceAccountJson: keyFile(),
      baseURL: server.url,
      tokenURL: `${server.url}/token`,
    }),
  )
  return Object.assign(server, { certificate, tokenRequests: () => tokenRequests, sends })
}

/** Options of a client that trusts the test servers. */
export const trusting = async (options: VendorClientOptions = {}): Promise<VendorClientOptions> => ({
  extraCertificateAuthorities: [(await testTls()).ca],
  ...options,
})

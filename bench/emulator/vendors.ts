import { createPublicKey, randomUUID, verify, type KeyObject } from 'node:crypto'

import type { Target } from '../target.ts'
import type { LeanAnswer, LeanRequest } from './connection.ts'

/** What an emulator has counted so far. */
export interface Counted {
  accepted: number
  /** Refused, for whatever reason: in a sound run none. */
  refused: number
}

const noBytes = Buffer.alloc(0)

/** Fields as literals that are not indexed (RFC 7541, section 6.2.2). */
const literals = (fields: readonly (readonly [string, string])[]): Buffer =>
  Buffer.concat(
    fields.flatMap(([name, value]) => [
      Buffer.of(0, name.length),
      Buffer.from(name),
      Buffer.of(value.length),
      Buffer.from(value),
    ]),
  )
/** `:status` 200, 400, 404 of the static table. */
const status = {
  200: Buffer.of(0x88),
  400: Buffer.of(0x8c),
  403: Buffer.from([0x08, 3, ...Buffer.from('403')]),
}
const json = literals([['content-type', 'application/json; charset=UTF-8']])
const jsonBlock = Buffer.concat([status[200], json])

/**
 * FCM and APNs as far as a push that is in order needs them: the access token or provider token is checked,
 * the JSON is parsed, and a push without a token this emulator gave or without a title is refused.
 */
export const createVendors = (target: Omit<Target, 'ca' | 'hosts'>) => {
  const counted: Counted = { accepted: 0, refused: 0 }
  const { fcm, apns } = target
  const fcmTokens = new Set(fcm.tokens)
  const apnsTokens = new Set(apns.tokens)
  const sendPath = `/v1/projects/${fcm.serviceAccount.project_id}/messages:send`
  const publicKey = createPublicKey(apns.p8)
  /** Authorizations seen before, and whether they are good: a JWT is verified once. */
  const known = new Map<string, boolean>([['Bearer bench', true]])
  let number = 0

  const isAuthorized = (authorization: string): boolean => {
    const before = known.get(authorization)
    if (before !== undefined) return before
    const isGood = isProviderToken(authorization, publicKey, apns)
    if (known.size < 1_000) known.set(authorization, isGood)
    return isGood
  }

  const answerToken = (): LeanAnswer => {
    const body = { access_token: 'bench', expires_in: 3599, token_type: 'Bearer' }
    return { block: jsonBlock, body: Buffer.from(JSON.stringify(body)) }
  }

  const answerFcm = ({ authorization, body }: LeanRequest): LeanAnswer => {
    const { message } = JSON.parse(body) as FcmBody
    if (!isAuthorized(authorization) || !fcmTokens.has(message.token) || message.notification.title === '')
      return refuse('not authorized, or not a token of this emulator')
    counted.accepted += 1
    number += 1
    const name = `projects/${fcm.serviceAccount.project_id}/messages/0:${1_700_000_000_000_000 + number}`
    return { block: jsonBlock, body: Buffer.from(`{\n  "name": "${name}%31bd1c9631bd1c96"\n}\n`) }
  }

  const answerApns = ({ path, authorization, body }: LeanRequest): LeanAnswer => {
    const { aps } = JSON.parse(body) as ApnsBody
    if (!isAuthorized(authorization) || !apnsTokens.has(path.slice(10)) || aps.alert.title === '')
      return refuse('not authorized, or not a token of this emulator')
    counted.accepted += 1
    const block = Buffer.concat([status[200], literals([['apns-id', randomUUID().toUpperCase()]])])
    return { block, body: noBytes }
  }

  const refuse = (why: string): LeanAnswer => {
    counted.refused += 1
    return {
      block: Buffer.concat([status[400], json]),
      body: Buffer.from(JSON.stringify({ error: { status: 'INVALID_ARGUMENT', message: why }, reason: why })),
    }
  }

  const answer = (request: LeanRequest): LeanAnswer => {
    if (request.path === sendPath) return answerFcm(request)
    if (request.path.startsWith('/3/device/')) return answerApns(request)
    return request.path.endsWith('/token') ? answerToken() : refuse(`no such path: ${request.path}`)
  }
  return { counted, answer }
}

interface FcmBody {
  message: { token: string; notification: { title: string } }
}

interface ApnsBody {
  aps: { alert: { title: string } }
}

const isProviderToken = (
  authorization: string,
  key: KeyObject,
  { keyID, teamID }: Target['apns'],
): boolean => {
  const [header = '', claims = '', signature = ''] = authorization.replace(/^bearer /i, '').split('.')
  const read = (part: string): { kid?: string; iss?: string } => {
    try {
      return JSON.parse(Buffer.from(part, 'base64url').toString()) as object
    } catch {
      return {}
    }
  }
  return (
    read(header).kid === keyID &&
    read(claims).iss === teamID &&
    verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
  )
}

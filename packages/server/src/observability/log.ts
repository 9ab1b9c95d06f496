import { pino, type DestinationStream, type Logger } from 'pino'

import type { ServerConfig } from '../config/keys.ts'
import { textLine } from './text-line.ts'

export type { Logger } from 'pino'

/** Fields that are never written, wherever they stand. */
const secretFields = ['userSig', 'usersig', 'token', 'secretKey', 'appSecret', 'password', 'authorization']

/**
 * The server's log: one JSON object a line, or text for people.
 * @param destination where lines go; stdout unless told
 */
export const createLog = (
  { logLevel, logFormat }: Pick<ServerConfig, 'logLevel' | 'logFormat'>,
  destination: DestinationStream = process.stdout,
): Logger => {
  const options = {
    level: logLevel,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level: string) => ({ level }) },
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[hidden]',
    },
  }
  return logFormat === 'json'
    ? pino(options, destination)
    : pino(options, { write: (line: string) => destination.write(textLine(line)) })
}

/** A token or secret as it may stand in a log: enough to tell two apart, not enough to use. */
export const shortened = (token: string): string =>
  token.length < 24 ? `…(${token.length})` : `${token.slice(0, 6)}…${token.slice(-4)}(${token.length})`

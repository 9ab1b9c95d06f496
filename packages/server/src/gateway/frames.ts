import { limits, methods, type Method } from '@carillon/protocol'
import { clientFrameSchema, paramsSchemas } from '@carillon/protocol/schemas'
import { Compile } from 'typebox/compile'

/** A frame whose outer form is right; `params` of a request are not looked at yet. */
export type ParsedFrame =
  | { type: 'request'; id: number; method: string; params: unknown }
  | { type: 'acknowledge'; eventID: number }
  | { type: 'ping' }

/** A frame, or what is wrong with it. */
export type FrameResult =
  | { ok: true; frame: ParsedFrame }
  | { ok: false; problem: 'too-large' | 'malformed'; text: string }

const frameValidator = Compile(clientFrameSchema)

/** Parses what came over the socket. Never throws. */
export const parseFrame = (data: Buffer, isBinary: boolean): FrameResult => {
  if (data.length > limits.frameBytes)
    return malformed('too-large', `a frame of ${data.length} bytes; ${limits.frameBytes} are allowed`)
  if (isBinary) return malformed('malformed', 'a binary frame; frames are JSON text')
  let value: unknown
  try {
    value = JSON.parse(data.toString('utf8'))
  } catch {
    return malformed('malformed', 'not JSON')
  }
  if (!frameValidator.Check(value))
    return malformed('malformed', 'not a request, acknowledge or ping frame; see docs/protocol.md')
  return { ok: true, frame: value }
}

const malformed = (problem: 'too-large' | 'malformed', text: string): FrameResult => ({
  ok: false,
  problem,
  text,
})

/** Whether a method of this name exists. */
export const isMethod = (name: string): name is Method => (methods as readonly string[]).includes(name)

const validators = Object.fromEntries(
  methods.map((method) => [method, Compile(paramsSchemas[method])]),
) as unknown as Record<
  Method,
  { Check(value: unknown): boolean; Errors(value: unknown): Iterable<ParamError> }
>

/** A path may hold names of the client's own invention. */
const maxPathCharacters = 100

interface ParamError {
  keyword: string
  instancePath: string
  message: string
}

/** What is wrong with a request's parameters, naming the first field; undefined when they are right. */
export const paramsProblem = (method: Method, params: unknown): string | undefined => {
  const validator = validators[method]
  if (validator.Check(params)) return undefined
  for (const { keyword, instancePath, message } of validator.Errors(params)) {
    const path = instancePath.slice(1, 1 + maxPathCharacters).replaceAll('/', '.') || 'params'
    return `${path}: ${keyword === 'boolean' ? 'there is no such field' : message}`
  }
  return 'params: not of the form the method takes'
}

import type { VendorAnswer } from '../../channel.ts'

/** Not in an HTTP/2 answer (RFC 9113, section 8.2.2). */
const forbidden: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** Has no names of its own, such as `constructor`, that a field could be taken for. */
const noNames = Object.create(null) as object

/** Header fields of one block as they come, checked as RFC 9113, section 8.3 wants answers. */
export class AnswerHead {
  /** 0 while there is none; trailers have none. */
  status = 0
  /** What is wrong with the block, if anything is. */
  problem: string | undefined
  readonly #headers = Object.create(noNames) as Record<string, string>
  #isPlain = false

  /** Takes the next field. */
  add(name: string, value: string): void {
    if (name.charCodeAt(0) === 0x3a) return this.#addPseudo(name, value)
    this.#isPlain = true
    if (hasUpperCase(name) || name === '' || forbidden.has(name))
      this.problem ??= `the header field ${JSON.stringify(name)}`
    const known = this.#headers[name]
    this.#headers[name] = known === undefined ? value : `${known}, ${value}`
  }

  /** Bytes of the body as `content-length` says; undefined when it says nothing, NaN when it says nonsense. */
  get contentLength(): number | undefined {
    const text = this.#headers['content-length']
    if (text === undefined) return undefined
    return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  }

  /** Names in lower case; lists joined. */
  get headers(): VendorAnswer['headers'] {
    return this.#headers
  }

  #addPseudo(name: string, value: string): void {
    if (name !== ':status' || this.status !== 0 || this.#isPlain || !/^[1-9]\d\d$/.test(value))
      this.problem ??= `the pseudo-header ${JSON.stringify(name)}`
    else this.status = Number(value)
  }
}

const hasUpperCase = (name: string): boolean => {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at)
    if (code >= 0x41 && code <= 0x5a) return true
  }
  return false
}

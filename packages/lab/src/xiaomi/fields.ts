/** Fields of one message as they came, texts all; empty ones are absent, as some clients send every field. */
export interface MessageFields {
  /** Without the `extra.…` ones. */
  readonly plain: Readonly<Record<string, string>>
  /** `extra.…`, without the prefix. */
  readonly extra: Readonly<Record<string, string>>
}

const extraPrefix = 'extra.'

/** Fields of a form body. */
export const fieldsOfForm = (body: string): MessageFields => {
  const plain: Record<string, string> = {}
  const extra: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === '') continue
    if (name.startsWith(extraPrefix)) extra[name.slice(extraPrefix.length)] = value
    else plain[name] = value
  }
  return { plain, extra }
}

/** Fields of a message inside `messages` of multi_messages: JSON, where numbers are numbers. */
export const fieldsOfJson = (message: Readonly<Record<string, unknown>>): MessageFields => {
  const { extra, ...rest } = message
  const isObject = typeof extra === 'object' && extra !== null
  return { plain: textsOf(rest), extra: isObject ? textsOf(extra as Record<string, unknown>) : {} }
}

const textsOf = (values: Readonly<Record<string, unknown>>): Record<string, string> => {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    if (isScalar && value !== '') texts[name] = String(value)
  }
  return texts
}

import { z } from 'zod'

/** One key of the configuration. */
export interface Key<T> {
  schema: z.ZodType<T>
  /** Used when the key is not given. */
  fallback: T
  /** What may be given, for error texts and the documentation: "1 to 65535". */
  allowed: string
  /** What it is for. */
  help: string
  /** How its text in the environment is read. */
  kind: 'text' | 'number'
  /** Never shown in an error. */
  isSecret: boolean
  /** A relative one in a file counts from the file's folder. */
  isPath: boolean
}

type Traits = Partial<Pick<Key<unknown>, 'isSecret' | 'isPath'>>

/** A whole number between two bounds. */
export const wholeNumber = (fallback: number, min: number, max: number, help: string): Key<number> => ({
  schema: z.number().int().min(min).max(max),
  fallback,
  allowed: `a whole number from ${grouped(min)} to ${grouped(max)}`,
  help,
  kind: 'number',
  isSecret: false,
  isPath: false,
})

/** One of some words. */
export const oneOf = <const T extends string>(fallback: T, words: readonly T[], help: string): Key<T> => ({
  schema: z.enum(words),
  fallback,
  allowed: words.join(', '),
  help,
  kind: 'text',
  isSecret: false,
  isPath: false,
})

/** A text that must not be empty. */
export const text = (fallback: string, allowed: string, help: string, traits: Traits = {}): Key<string> => ({
  schema: z.string().min(1).max(4096),
  fallback,
  allowed,
  help,
  kind: 'text',
  isSecret: false,
  isPath: false,
  ...traits,
})

/** A text that may be left out, checked by `isValid`. */
export const optionalText = (
  allowed: string,
  help: string,
  isValid: (text: string) => boolean = () => true,
  traits: Traits = {},
): Key<string | undefined> => ({
  schema: z.string().min(1).max(4096).refine(isValid).optional(),
  fallback: undefined,
  allowed,
  help,
  kind: 'text',
  isSecret: false,
  isPath: false,
  ...traits,
})

/** Whether `text` is a URL of one of the schemes. */
export const isURLOf =
  (...schemes: string[]) =>
  (value: string): boolean =>
    URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1))

const grouped = (value: number): string => value.toLocaleString('en-US')

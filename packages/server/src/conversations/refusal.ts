/** What a request about conversations came to. */
export type Outcome<T = Record<string, never>> =
  | { ok: true; data: T }
  | { ok: false; code: number; desc: string }

/** Ends a transaction without a change. */
class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: number

  constructor(code: number, desc: string) {
    super(desc)
    this.code = code
  }
}

/** Refuses what is under way in `refusable`: nothing of it stays. */
export const refuse = (code: number, desc: string): never => {
  throw new Refusal(code, desc)
}

/** Runs work that may refuse. */
export const refusable = async <T>(work: () => Promise<T>): Promise<Outcome<T>> => {
  try {
    return { ok: true, data: await work() }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, desc: error.message }
    throw error
  }
}

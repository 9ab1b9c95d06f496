import type { MessageExtension } from '@carillon/protocol'

import { dropOldest } from './cursors.ts'

const capacity = 2000

/** The versions of extensions that are known here: who sets one says which version they know. */
export class ExtensionVersions {
  readonly #versions = new Map<string, number>()

  get(msgID: string, key: string): number {
    return this.#versions.get(`${msgID} ${key}`) ?? 0
  }

  note(msgID: string, extensions: readonly MessageExtension[]): void {
    for (const { key, version } of extensions) {
      const name = `${msgID} ${key}`
      const known = this.#versions.get(name) ?? 0
      this.#versions.delete(name)
      this.#versions.set(name, Math.max(known, version))
    }
    dropOldest(this.#versions, capacity)
  }
}

import type { ClientPlatform, DesktopClient, Testkit, TestkitOptions, TestUser } from '@carillon/testkit'

import { useSharedKit } from '../support/use-kit.ts'
import type { SharedKit } from '../support/kit.ts'

/** A server with users at it, for the tests of one file. */
export interface WorldOf<P> {
  readonly kit: Testkit
  readonly store: SharedKit['store']
  /** Logs a new user in, on a computer. */
  person(name: string): Promise<P>
  /** Logs new users in, each on a computer. */
  people<const N extends readonly string[]>(...names: N): Promise<{ -readonly [I in keyof N]: P }>
  /** Logs a user in on one more device. */
  another(person: P, platform: ClientPlatform): Promise<P>
}

let users = 0

/** @param meet makes of a client that is logged in what the tests speak of */
export const useWorldOf = <P extends { user: TestUser }>(
  meet: (user: TestUser, client: DesktopClient) => P,
  options: TestkitOptions = {},
): WorldOf<P> => {
  const shared = useSharedKit(options)
  const logIn = async (user: TestUser, platform: ClientPlatform): Promise<P> =>
    meet(user, await shared.kit.logIn(user, platform))
  const person = async (name: string): Promise<P> => {
    users += 1
    return await logIn(await shared.kit.createUser(`${name}${users}`, name), 'linux')
  }
  return {
    get kit() {
      return shared.kit
    },
    get store() {
      return shared.store
    },
    person,
    async people<const N extends readonly string[]>(...names: N) {
      const people: P[] = []
      for (const name of names) people.push(await person(name))
      return people as { -readonly [I in keyof N]: P }
    },
    another: async ({ user }, platform) => await logIn(user, platform),
  }
}

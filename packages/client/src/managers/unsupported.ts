import { ErrorCode } from '@carillon/protocol'

import type { V2TimCallback } from '../api/callbacks.ts'
import { failure } from '../api/results.ts'

/** Methods of the original that answer 7013 for now. */
export type Unsupported<Name extends string> = Record<Name, (...args: unknown[]) => Promise<V2TimCallback>>

/** Listener methods of the original whose events do not come yet. */
export type SilentListeners<Name extends string> = Record<Name, (listener?: unknown) => void>

/** Methods that resolve to 7013 and say which one it was. */
export const unsupported = <Name extends string>(
  manager: string,
  names: readonly Name[],
): Unsupported<Name> =>
  fromNames(
    names,
    (name) => async () =>
      failure(
        ErrorCode.INTERFACE_NOT_SUPPORTED,
        `${manager}.${name} is not supported yet by this version of Carillon`,
      ),
  )

/** Listener methods that take a listener and never call it. */
export const silentListeners = <Name extends string>(names: readonly Name[]): SilentListeners<Name> =>
  fromNames(names, () => () => undefined)

const fromNames = <Name extends string, T>(
  names: readonly Name[],
  make: (name: Name) => T,
): Record<Name, T> => Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>

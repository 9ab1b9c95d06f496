import type { ConsoleRole } from '@carillon/protocol'

/** The roles, each with all that those behind it may do: support looks, operator changes, owner says who may. */
const consoleRoles = ['owner', 'operator', 'support'] as const satisfies readonly ConsoleRole[]

/** Whether a person of `role` may do what `needed` may. */
export const mayActAs = (role: ConsoleRole, needed: ConsoleRole): boolean =>
  consoleRoles.indexOf(role) <= consoleRoles.indexOf(needed)

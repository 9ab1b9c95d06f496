import type { ConsoleRole } from '@carillon/protocol'
import type { Static, TObject } from 'typebox'

import type { Actor } from './accounts/sessions.ts'
import type { ConsoleParts } from './parts.ts'

/** What a handler is given beside its input. */
export interface RouteContext {
  parts: ConsoleParts
  /** Who asks. A route for anyone sees nobody. */
  actor: Actor
  /** The session's token; '' on a route for anyone. */
  sessionToken: string
  remoteAddress: string
  /** Where the browser sees this server, such as https://chat.example.com. */
  origin: string
  /** Opens the browser's session, or ends it. */
  setSession(token: string | undefined): void
  /** Tells the audit log more of what is done than the path does. Never secrets. */
  noteDetail(detail: Readonly<Record<string, unknown>>): void
}

/** What a request carries, checked. */
export interface RouteInput<P extends TObject, Q extends TObject, B extends TObject> {
  params: Static<P>
  query: Static<Q>
  body: Static<B>
}

/** One operation of the console's API. The table of them is the API, its checks and its document. */
export interface RouteSpec<P extends TObject, Q extends TObject, B extends TObject> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below /console/api, with parameters as `:name`. */
  path: string
  /** One line, for the document. */
  summary: string
  /** Who may at least. 'anyone': without being signed in. */
  role: ConsoleRole | 'anyone'
  params?: P
  query?: Q
  body?: B
  /** Default 64 KiB. */
  bodyLimitBytes?: number
  /** Name of what is done, in the audit log. Absent: it changes nothing. */
  action?: string
  handle(input: RouteInput<P, Q, B>, context: RouteContext): Promise<unknown>
}

/** A route whose input types are its own affair. */
export type ConsoleRoute = RouteSpec<TObject, TObject, TObject>

/** Checks a route's types, and lets them go. */
export const route = <P extends TObject, Q extends TObject, B extends TObject>(
  spec: RouteSpec<P, Q, B>,
): ConsoleRoute => spec

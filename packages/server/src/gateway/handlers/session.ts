import { CloseCode, type SessionMethods } from '@carillon/protocol'

import { done, type Handlers } from './handler.ts'

/** Requests about the login and the device's state. */
export const sessionHandlers: Handlers<Exclude<keyof SessionMethods, 'login'>> = {
  async logout({ logins, groups }, session) {
    await logins.logout(session)
    if (!logins.isElsewhere(session.login)) await groups.leaveLiveGroups(session.login)
    return done<'logout'>({}, () => session.end(CloseCode.LoggedOut, 'logged out'))
  },

  async 'presence.background'({ logins }, session, { unreadCount }) {
    await logins.background(session, unreadCount)
    return done<'presence.background'>({})
  },

  async 'presence.foreground'({ logins }, session) {
    await logins.foreground(session)
    return done<'presence.foreground'>({})
  },

  async 'server.time'({ clock }) {
    return await Promise.resolve(done<'server.time'>({ serverTimeMs: clock.now() }))
  },
}

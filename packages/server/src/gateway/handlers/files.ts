import type { FileMethods } from '@carillon/protocol'

import { answerOf, done, type Handlers } from './handler.ts'

/** Requests about files. The files themselves come and go over HTTP. */
export const fileHandlers: Handlers<keyof FileMethods> = {
  async 'file.prepareUpload'({ files }, { login }, params) {
    return answerOf<'file.prepareUpload'>(await files.prepareUpload(login, params))
  },

  async 'file.urls'({ files }, { login }, { fileIDs }) {
    return done<'file.urls'>({ urls: await files.urls(login, fileIDs) })
  },
}

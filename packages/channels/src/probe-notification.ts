import type { PushNotification } from './channel.ts'

const probeTTLMs = 60_000

/** What a certificate check sends to a token that no phone has. */
export const probeNotification = (nowMs: number): PushNotification => ({
  msgID: 'certificate-check',
  title: 'Carillon',
  body: 'Certificate check',
  ext: '',
  collapseKey: 'certificate-check',
  deadlineMs: nowMs + probeTTLMs,
  options: {},
})

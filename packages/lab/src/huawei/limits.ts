import type { HuaweiSettings } from './types.ts'

/** Most tokens of a request. */
export const maxTokens = 1_000
/** Most tokens of a v3 request with test messages. */
export const maxTestTokens = 10
/** Bytes of a request without its tokens. */
export const maxMessageBytes = 4_096

/** Whether a notification says what Huawei refuses. */
export const hasSensitiveWord = (
  { sensitiveWords }: HuaweiSettings,
  notification: { title: string; body: string } | undefined,
): boolean =>
  notification !== undefined &&
  sensitiveWords.some((word) => notification.title.search(word) >= 0 || notification.body.search(word) >= 0)

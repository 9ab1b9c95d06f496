/** Most tokens of a request. */
export const maxTokens = 1000
/** Bytes of a request's body without its tokens (80300008). */
export const maxMessageBytes = 4096
/** Longest time to live: 15 days. */
export const maxTTLSeconds = 15 * 24 * 3600
/** What is said back in receipts. */
export const maxBiTagBytes = 64

const maxTopics = 5
/** `'name' in topics`, brackets and operators; what is between them may be blank. */
const token = /\s*(?:'([a-zA-Z0-9\-_.~%]+)'\s+in\s+topics\b|(&&|\|\||[!()]))\s*/y

/**
 * Whether a condition is one FCM takes: topics joined by && and ||, with ! and brackets, at most five of
 * them. https://firebase.google.com/docs/cloud-messaging/send/topic-messages
 */
export const isCondition = (text: string): boolean => {
  let topics = 0
  let open = 0
  /** A topic or an opening bracket comes next, not an operator. */
  let wantsTerm = true
  for (token.lastIndex = 0; token.lastIndex < text.length;) {
    const [, topic, sign] = token.exec(text) ?? []
    if (topic === undefined && sign === undefined) return false
    const startsTerm = topic !== undefined || sign === '!' || sign === '('
    if (startsTerm !== wantsTerm) return false
    if (topic !== undefined) topics += 1
    if (sign === '(') open += 1
    if (sign === ')') open -= 1
    if (open < 0) return false
    wantsTerm = topic === undefined && sign !== ')'
  }
  return !wantsTerm && open === 0 && topics <= maxTopics
}

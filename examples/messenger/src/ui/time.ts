/** Today the time of day, else the day. */
export const shortTime = (epochSeconds: number | undefined): string => {
  if (!epochSeconds) return ''
  const date = new Date(epochSeconds * 1000)
  return date.toDateString() === new Date().toDateString()
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })
}

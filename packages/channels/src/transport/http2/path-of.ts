const plainURL = /^https:\/\/[^/?#]+\/[\w\-.~!$&'()*+,;=:@%/]*(?:\?[\w\-.~!$&()*+,;=:@%/?]+)?$/

/** Path and query of an absolute URL as `URL` gives them, without its cost for URLs that are plain already. */
export const pathOf = (url: string): string => {
  if (plainURL.test(url)) {
    const path = url.slice(url.indexOf('/', 'https://'.length))
    if (!path.includes('/.') && !path.includes('%2')) return path
  }
  const parsed = new URL(url)
  return parsed.pathname + parsed.search
}

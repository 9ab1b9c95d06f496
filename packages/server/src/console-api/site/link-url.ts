/** Address of a one-time link. The token stands behind `#`: it reaches no server's log. */
export const linkURL = (origin: string, token: string): string => `${origin}/console/welcome#${token}`

/** A part between two braces. */
export interface Braces {
  /** Index of `{`. */
  open: number
  /** Index of `}`. */
  close: number
}

// Comments and texts of Groovy, Swift and Objective-C.
const opaque =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g
const comments = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|("""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g
const xmlComments = /<!--[\s\S]*?-->/g

const blank = (part: string): string => part.replace(/[^\n]/g, ' ')

/** The same text, equally long, with comments and quoted texts blanked. */
export const blanked = (text: string): string => text.replace(opaque, blank)

/** The same text, equally long, without comments; quoted texts stay. */
export const withoutComments = (text: string): string =>
  text.replace(comments, (part: string, quoted: string | undefined) => quoted ?? blank(part))

/** The same XML, equally long, without comments. */
export const withoutXmlComments = (text: string): string => text.replace(xmlComments, blank)

/** The braces that begin at or after `from`. */
export const bracesFrom = (text: string, from: number): Braces | undefined => {
  const code = blanked(text)
  const open = code.indexOf('{', from)
  if (open === -1) return undefined
  let depth = 0
  for (let index = open; index < code.length; index += 1) {
    if (code[index] === '{') depth += 1
    if (code[index] === '}') depth -= 1
    if (depth === 0) return { open, close: index }
  }
  return undefined
}

/** The first block with this path of names, such as buildscript, repositories. */
export const findBlock = (text: string, path: readonly string[]): Braces | undefined => {
  const code = blanked(text)
  const names: string[] = []
  for (const { index, 1: name } of code.matchAll(/([A-Za-z_]\w*)?[^\S\n]*(?:\([^()\n]*\))?[^\S\n]*\{|\}/g)) {
    if (code[index] === '}') {
      names.pop()
      continue
    }
    names.push(name ?? '')
    if (names.length === path.length && names.every((each, depth) => each === path[depth])) {
      return bracesFrom(text, index)
    }
  }
  return undefined
}

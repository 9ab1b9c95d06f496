import { describe, expect, it } from 'vitest'

import { parseAccounts, readAccountFile } from './account-file.ts'
import { csvLine, parseCSV } from './csv.ts'

const found = (text: string): string[] => {
  const file = parseAccounts(text)
  if (!file.ok) return [file.problem]
  return file.lines.map(({ line, account, problem }) =>
    [line, ...Object.values(account), ...(problem ? [`${problem.field}: ${problem.problem}`] : [])].join(
      ' | ',
    ),
  )
}

describe('a file of accounts', () => {
  it.each<[string, string, string[]]>([
    ['CSV', 'userID,nickname,faceURL\nbob,Bob,https://a.b/c.png\n', ['2 | bob | Bob | https://a.b/c.png']],
    ['Excel with semicolons', 'User ID;Nick\r\nbob;Bob\r\n', ['2 | bob | Bob']],
    ['tabs, and columns it does not know', 'age\tuser_id\n7\tbob\n', ['2 | bob']],
    ['an empty cell, which leaves the account as it is', 'userID,nickname\nbob,\n', ['2 | bob']],
    [
      'quotes and lines in them',
      'userID,nickname\nbob,"B ""the"", man"\nann,"x\ny"\neve,E\n',
      ['2 | bob | B "the", man', '3 | ann | x\ny | nickName: no-text', '5 | eve | E'],
    ],
    ['a JSON list', '[{"userID":"bob","nickName":"Bob"},{"userID":7}]', ['1 | bob | Bob', '2 | 7']],
    ['a list of IDs', '["bob","ann"]', ['1 | bob', '2 | ann']],
    [
      'the body of multiaccount_import',
      '{"AccountList":[{"UserID":"bob","Nick":"B","FaceUrl":"http://a/b"}]}',
      ['1 | bob | B | http://a/b'],
    ],
    ['the older body', '{"Accounts":["bob"]}', ['1 | bob']],
    [
      'bad lines among good ones',
      'userID,nickname\nbob,B\n,nobody\nbob,again\n민,x\neve,<script>\n',
      [
        '2 | bob | B',
        '3 |  | nobody | userID: missing',
        '4 | bob | again | userID: twice',
        '5 | 민 | x | userID: no-user-id',
        '6 | eve | <script> | nickName: markup',
      ],
    ],
  ])('is read from %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it.each<[string, string, string]>([
    ['nothing', '', 'empty'],
    ['empty lines', ' \n\n', 'empty'],
    ['columns alone', 'userID\n', 'empty'],
    ['an empty list', '[]', 'empty'],
    ['columns without the user ID', 'name,age\nbob,7\n', 'noColumns'],
    ['a word', 'hello', 'noColumns'],
    ['an object of another kind', '{"a":1}', 'noJSON'],
    ['JSON that is cut off', '[{"userID":', 'noJSON'],
    ['a file that is no text', 'userID\n\u0000', 'noText'],
    ['too many lines', `userID\n${'x\n'.repeat(100_001)}`, 'tooMany'],
  ])('%s is refused', (_name, text, problem) => {
    expect(parseAccounts(text)).toEqual({ ok: false, problem })
  })

  it('is refused when it is too large, no text, or gone', async () => {
    const file = (bytes: number[], size = bytes.length) => ({
      size,
      arrayBuffer: async () => await Promise.resolve(new Uint8Array(bytes).buffer),
    })
    expect(await readAccountFile(file([], 40_000_000))).toEqual({ ok: false, problem: 'tooLarge' })
    // GBK, as a spreadsheet may save it, and a picture.
    expect(await readAccountFile(file([0xc4, 0xe3, 0xba, 0xc3]))).toEqual({ ok: false, problem: 'noText' })
    expect(await readAccountFile(file([0x89, 0x50, 0x4e, 0x47]))).toEqual({ ok: false, problem: 'noText' })
    const gone = { size: 1, arrayBuffer: async () => await Promise.reject(new Error('gone')) }
    expect(await readAccountFile(gone)).toEqual({ ok: false, problem: 'unreadable' })
    const marked = await readAccountFile(file([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('userID\nbob')]))
    expect(marked).toMatchObject({ ok: true, lines: [{ account: { userID: 'bob' } }] })
  })
})

it('what is written as CSV is read as it was, and no spreadsheet takes it for a formula', () => {
  const cells = ['bob', 'a "b", c', 'x\ny', '']
  expect(parseCSV(csvLine(cells))).toEqual([{ line: 1, cells }])
  expect(csvLine(['=1+1', '-x', '@y'])).toBe("'=1+1,'-x,'@y\r\n")
})

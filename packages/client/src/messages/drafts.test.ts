import { describe, expect, it } from 'vitest'

import type { Uploader, UploadRequest } from '../files/types.ts'
import { hasFiles, previewOf, uploadDrafts, type DraftElement } from './drafts.ts'

const image = { fileID: 'f', bytes: 5, width: 2, height: 1 }

const taking = (asked: UploadRequest[]): Uploader => ({
  upload: async (request) => {
    asked.push(request)
    request.onProgress(50)
    const isPicture = request.kind === 'image' || request.kind === 'snapshot'
    const uploaded = {
      file: { fileID: 'f', bytes: 5 },
      ...(isPicture && { image: { original: image, thumb: image } }),
    }
    return { code: 0, uploaded }
  },
})

describe('elements with files', () => {
  it.each<[DraftElement, object, string[], number[]]>([
    [{ type: 'local-image', path: '/a' }, { type: 'image', original: image, thumb: image }, ['image'], [50]],
    [
      { type: 'local-sound', path: '/a', durationSeconds: 3 },
      { type: 'sound', sound: { fileID: 'f', bytes: 5 }, durationSeconds: 3 },
      ['sound'],
      [50],
    ],
    [
      { type: 'local-file', path: '/a', fileName: 'a.pdf' },
      { type: 'file', file: { fileID: 'f', bytes: 5 }, fileName: 'a.pdf' },
      ['file'],
      [50],
    ],
    [
      { type: 'local-video', path: '/v', format: 'mp4', durationSeconds: 3, snapshotPath: '/s' },
      { type: 'video', video: { fileID: 'f', bytes: 5 }, format: 'mp4', durationSeconds: 3, snapshot: image },
      ['snapshot', 'video'],
      [50],
    ],
    [{ type: 'text', text: 'x' }, { type: 'text', text: 'x' }, [], []],
  ])('%o are uploaded', async (draft, element, kinds, progress) => {
    const asked: UploadRequest[] = []
    const told: number[] = []
    expect(await uploadDrafts([draft], taking(asked), (percent) => told.push(percent))).toEqual([element])
    expect(asked.map(({ kind }) => kind)).toEqual(kinds)
    expect(told).toEqual(progress)
    expect(hasFiles([draft])).toBe(kinds.length > 0)
    expect(previewOf(draft).type).toBe((element as { type: string }).type)
  })

  it('stop at the first that is refused', async () => {
    const asked: UploadRequest[] = []
    const refusing: Uploader = {
      upload: async (request) => {
        asked.push(request)
        return { code: 7004, desc: 'no such file' }
      },
    }
    const drafts: DraftElement[] = [
      { type: 'local-image', path: '/a' },
      { type: 'local-image', path: '/b' },
    ]
    expect(await uploadDrafts(drafts, refusing, () => undefined)).toEqual({
      code: 7004,
      desc: 'no such file',
    })
    expect(asked).toHaveLength(1)
  })

  it('that are no pictures are refused', async () => {
    const plain: Uploader = {
      upload: async () => ({ code: 0, uploaded: { file: { fileID: 'f', bytes: 5 } } }),
    }
    expect(await uploadDrafts([{ type: 'local-image', path: '/a' }], plain, () => undefined)).toMatchObject({
      code: 6016,
    })
  })
})
